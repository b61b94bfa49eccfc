// CredentialVault: the current credential in a Key Vault, where those who use it read it.
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import { epochSeconds, expiresOnProblems, secretNameProblems, vaultNameProblems } from "./credential/vault-secret";
import { exactlyOne } from "./inputs/alternatives";
import { ifPlain, type Problem, refuse, whenKnown } from "./inputs/validation";

/** A secret: the vault, one of `password` and `dockerConfigJson`, and the end of what is in it. */
export interface CredentialVaultArgs {
    /** The resource group that the vault is in, in the subscription of the component's provider. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the vault, without `.vault.azure.net`. */
    vaultName: pulumi.Input<string>;
    /** Name of the secret: 1 to 127 letters, digits and hyphens. Defaults to the component's name. */
    secretName?: string;
    /** The `password` of a credential component. */
    password?: pulumi.Input<string>;
    /** The `dockerConfigJson` of a credential component. */
    dockerConfigJson?: pulumi.Input<string>;
    /** The `username` of the credential component; becomes the tag `username`. Defaults to no such tag. */
    username?: pulumi.Input<string>;
    /** The `expiresOn` of the credential component, ISO 8601; becomes the secret's expiry. */
    expiresOn: pulumi.Input<string>;
    /** Further tags of the secret. Defaults to none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A Key Vault secret that always holds the current credential, with its expiry and content type. A rotation adds a
 * version; who reads the secret without a version gets the newest.
 */
export class CredentialVault extends pulumi.ComponentResource {
    /** URI of the secret without a version, so that readers always get the current credential. */
    public readonly secretUri: pulumi.Output<string>;
    /** When the credential in the vault ends, ISO 8601. */
    public readonly expiresOn: pulumi.Output<string>;

    constructor(name: string, args: CredentialVaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:CredentialVault", name, withSecrets(args), opts);
        const subject = `CredentialVault "${name}"`;
        refuse(subject, credentialVaultProblems(name, args));
        const { secretName = name, password, dockerConfigJson, username, tags = {} } = args;
        const expiresOn = whenKnown(subject, args.expiresOn, expiresOnProblems);
        // One resource, and its value is the current generation: there is no second one that could write the older
        // credential after it, and the engine writes this one only after the new credential exists.
        const secret = new keyvault.Secret(
            name,
            {
                resourceGroupName: args.resourceGroupName,
                vaultName: whenKnown(subject, args.vaultName, vaultNameProblems),
                secretName,
                tags: username === undefined ? tags : pulumi.output(tags).apply((given) => ({ ...given, username })),
                properties: {
                    value: pulumi.secret(password ?? dockerConfigJson ?? ""),
                    contentType: password === undefined ? contentTypes.dockerConfigJson : contentTypes.password,
                    attributes: { enabled: true, expires: expiresOn.apply(epochSeconds) },
                },
            },
            { parent: this },
        );

        // What stands beside a secret counts as one; where it is kept is none.
        this.secretUri = pulumi.unsecret(secret.properties).apply(({ secretUri }) => secretUri);
        this.expiresOn = expiresOn;
        this.registerOutputs({ secretUri: this.secretUri, expiresOn: this.expiresOn });
    }
}

/** The inputs as the engine records them, in which no value is ever in plain text. */
function withSecrets({ password, dockerConfigJson, ...rest }: CredentialVaultArgs): CredentialVaultArgs {
    return {
        ...rest,
        ...(password === undefined ? {} : { password: pulumi.secret(password) }),
        ...(dockerConfigJson === undefined ? {} : { dockerConfigJson: pulumi.secret(dockerConfigJson) }),
    };
}

const contentTypes = { password: "text/plain", dockerConfigJson: "application/json" } as const;

export function credentialVaultProblems(name: string, args: CredentialVaultArgs): Problem[] {
    const { secretName = name, password, dockerConfigJson, expiresOn } = args;
    return [
        ...ifPlain(args.vaultName, vaultNameProblems),
        ...secretNameProblems(secretName),
        ...exactlyOne("password", { password, dockerConfigJson }),
        ...ifPlain(expiresOn, expiresOnProblems),
    ];
}
