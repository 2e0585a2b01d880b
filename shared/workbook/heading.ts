/** `net_billable_leads` → `Net billable leads`; a name that an author wrote for people stays as it is. */
export function headingOf(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return name;
  const words = name
    .replaceAll("_", " ")
    .trim()
    .replace(/\bid\b/g, "ID")
    .replace(/ ts$/, "");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
