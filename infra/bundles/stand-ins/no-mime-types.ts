// Instead of nodemailer's table of a thousand file extensions: every attachment names its type.
export function detectMimeType(): never {
  throw new Error("the table of file extensions is not in the bundle: name the attachment's type");
}

export function detectExtension(): never {
  throw new Error("the table of file extensions is not in the bundle: name the attachment");
}
