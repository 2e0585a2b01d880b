/** What `POST /api/login` wants of an enterprise's service user, and which version of the secret it came from. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** The secret's version; a refused version is remembered and not tried again. */
  readonly version: string;
}

/** The port behind which credentials lie: Secrets Manager on AWS, environment variables locally. */
export interface CredentialsProvider {
  /**
   * @param options.refresh read past any cache, after the API refused what was cached
   * @throws SecretUnavailable | SecretMalformed
   */
  get(enterprise: string, options?: { readonly refresh?: boolean }): Promise<Credentials>;
  /**
   * What a rotation that is not finished would have the account log in with; undefined when none is under way.
   * @default there are no rotations
   * @throws SecretUnavailable | SecretMalformed
   */
  pending?(enterprise: string): Promise<Credentials | undefined>;
}

/** Where refused secret versions are remembered between runs, so that ten wrong logins never lock the account. */
export interface RefusedSecrets {
  read(enterprise: string): Promise<ReadonlySet<string>>;
  remember(enterprise: string, version: string): Promise<void>;
  /** The version may be tried again: it is about to be made, or was found to be, the account's password. */
  forget(enterprise: string, version: string): Promise<void>;
}
