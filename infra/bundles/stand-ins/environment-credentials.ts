// Instead of `@aws-sdk/credential-provider-node`, the SDK's chain of nine places: Lambda puts a function's credentials into its environment.
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
