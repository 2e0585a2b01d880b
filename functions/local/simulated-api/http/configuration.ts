import * as z from "zod";

/** What an installation of API Platform may have set; Convertr's own settings are not documented. */
export const configurationSchema = z.strictObject({
  /** Rows of a page when none are asked for: the framework's own default. */
  itemsPerPage: z.int().positive().default(30),
  /** More are cut to it without a word. */
  maximumItemsPerPage: z.int().positive().default(100),
  /** Whether pages come without totals and without a last page. */
  partial: z.boolean().default(false),
  /** Whether fields that are null are left out. */
  skipNullValues: z.boolean().default(false),
  /** Fields whose class shares no serializer group with the record: an IRI stands for the object. */
  iris: z.array(z.string()).default([]),
  /** IANA zone of the server, whose digits a date filter compares. */
  zone: z.string().default("UTC"),
});

export type ApiConfiguration = z.output<typeof configurationSchema>;
export const DEFAULT_CONFIGURATION: ApiConfiguration = configurationSchema.parse({});
