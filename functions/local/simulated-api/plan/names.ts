import { pick, type Random } from "../world/random.ts";

const listed = (text: string): readonly string[] => text.split(/[|\n]/).map((name) => name.trim());

/** Invented companies; a few names are hard on purpose: accents, CJK, ampersands, apostrophes. */
export const ADVERTISERS = listed(`Halden Analytics | Northbeck Software | Brightmoor Cloud | Quillford Security
  Tessera Payments | Ostara Health Systems | Lumenfield Energy | Carrow & Finch | Marlowe HR | Pinecroft Logistics
  Vantor Networks | Silverbourne Finance | Kestrelworks | Dovetail CRM | Ironbridge Data | Société Verdier
  Müller & Söhne Industrietechnik | Aldgate Telecom | Copperline Learning | Harrow Street Insurance | Fjordlys Software
  Peregrine Procurement | Stonehaven Backup | Mistral Commerce | Orchard Lane Legal | 株式会社ヒカリデータ
  Oakhurst Robotics | Penrose Identity | Riverton Facilities | Sable Threat Intelligence | O'Rourke Packaging
  Thornbury Capital | Umbra Observability | Waverley Fleet | Yarrow Pharma Services | Zephyr Contact Centres
  Cobalt Ridge ERP | Elmstead Print | Greyfriars Compliance | Innisfree Travel`);

/** Invented lead publishers. */
export const PUBLISHERS = listed(`Beacon B2B Media | TechReach Partners | LeadHarbour | Insight Exchange
  Demand Foundry | ProspectWorks | Meridian Content Network | IT Buyers Circle | Contento Syndication
  Réseau Décideurs | DACH Direkt Media | Pipeline Collective | Cloudline Research | WhitepaperHub | Boardroom Briefings
  Ampersand & Co. Data | Nordic Lead Lab | Brightside Telemarketing | Corvus Performance | CIO Signal | SaaS Digest
  Opt-in Avenue | Fieldgate Surveys | Pangea Lead Exchange`);

const TOPICS = listed(`Cloud Cost Control | Zero Trust Guide | Payroll Buyer's Guide | Endpoint Security
  Supply Chain Outlook | AI Readiness Survey | Data Lake Playbook | Contact Centre Trends | Backup & Recovery
  ERP Migration | Employee Engagement | Warehouse Automation | Identity Governance | ESG Reporting | Fraud Benchmark
  Hybrid Work Report | Low-code Toolkit | Procurement Savings | SD-WAN Comparison | CRM Demo Requests | Open Banking
  Edge Computing | Threat Landscape | Fleet Electrification | Compliance Checklist`);
const FORMATS = listed("Whitepaper | Webinar | Demo | eBook | MQL | BANT | Content Syndication | Telemarketing");

export const COUNTRIES = [
  { id: 235, iso: "GB", market: "UK&I" },
  { id: 236, iso: "US", market: "North America" },
  { id: 82, iso: "DE", market: "DACH" },
  { id: 75, iso: "FR", market: "France" },
  { id: 166, iso: "NL", market: "Benelux" },
  { id: 214, iso: "SE", market: "Nordics" },
] as const;

export const SUBCATEGORIES = [
  { id: 1, name: "Marketing" },
  { id: 2, name: "Information Technology" },
  { id: 3, name: "Finance" },
  { id: 4, name: "Human Resources" },
  { id: 5, name: "Operations" },
] as const;

/** `Zero Trust Guide – Webinar – DACH – Q4 2026`; `startDate` is `YYYY-MM-DD`. */
export function campaignName(random: Random, market: string, startDate: string): string {
  const quarter = Math.ceil(Number(startDate.slice(5, 7)) / 3);
  return `${pick(random, TOPICS)} – ${pick(random, FORMATS)} – ${market} – Q${quarter} ${startDate.slice(0, 4)}`;
}
