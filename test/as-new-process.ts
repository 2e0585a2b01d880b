import { forgetAccounts } from "../shared/convertr/http/account-memory.ts";

// Files follow each other in one process, and a server may get the port that another file's had: its tokens and pauses are not this one's.
forgetAccounts();
