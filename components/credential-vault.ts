// CredentialVault: the current credential as a Key Vault secret, and who can read it.
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import { vaultRoles } from "../azure/vault-roles";
import { type PrincipalReference, principalOf, principalProblems } from "./access/principals";
import { assignRole } from "./access/role-assignment";
import { epochSeconds, expiresOnProblems, secretNameProblems, vaultNameProblems } from "./credential/vault-secret";
import { exactlyOne } from "./inputs/alternatives";
import { ifPlain, type Problem, refuse, under, whenKnown } from "./inputs/validation";

/** A secret: the vault, one of `password` and `dockerConfigJson`, and when that expires. */
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
    /**
     * Who can read the secret, by keys of your own choice, which become part of resource names: each gets the role Key Vault
     * Secrets User on this secret alone. The vault has to use Azure RBAC. Defaults to nobody beside those who can read the
     * vault.
     */
    readers?: Record<string, PrincipalReference>;
    /** Further tags of the secret. Defaults to none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A Key Vault secret that always holds the current credential, with its expiry and content type. A rotation adds a version;
 * readers that name no version get the newest. A secret is deleted through the vault itself, for which the deployer needs
 * the role Key Vault Secrets Officer there; its name can be used again once the deleted secret is recovered or purged.
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
        const { secretName = name, password, dockerConfigJson, username, readers = {}, tags = {} } = args;
        const expiresOn = whenKnown(subject, args.expiresOn, expiresOnProblems);
        // One resource for all generations: nothing else could write the previous credential after the current one, and
        // the engine updates the secret only when the new credential exists.
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

        for (const [key, reader] of Object.entries(readers)) {
            assignRole(
                `${name}-reader-${key}`,
                {
                    scope: secret.id,
                    principal: principalOf(this, subject, reader, `readers.${key}`),
                    roleId: vaultRoles.SecretsUser.id,
                },
                { parent: this },
            );
        }

        // The provider marks all properties of the secret as secret, because one of them is; its URI is not.
        this.secretUri = pulumi.unsecret(secret.properties).apply(({ secretUri }) => secretUri);
        this.expiresOn = expiresOn;
        this.registerOutputs({ secretUri: this.secretUri, expiresOn: this.expiresOn });
    }
}

/** The inputs that the engine records, with the credentials marked as secrets. */
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
        ...readersProblems(args.readers ?? {}),
    ];
}

function readersProblems(readers: Readonly<Record<string, PrincipalReference>>): Problem[] {
    const seen = new Map<unknown, string>();
    return Object.entries(readers).flatMap(([key, reader]): Problem[] => {
        const principal = principalKey(reader);
        const first = seen.get(principal);
        seen.set(principal, first ?? key);
        return [
            ...under(`readers.${key}`, principalProblems(reader)),
            ...(first === undefined || principal === undefined
                ? []
                : [
                      {
                          path: `readers.${key}`,
                          problem: `is the same principal as readers.${first}`,
                          remedy: "Keep one of the two.",
                      },
                  ]),
        ];
    });
}

/** Equal for references to one principal, as far as that is known. */
function principalKey({ groupName, userPrincipalName, principalId }: PrincipalReference): unknown {
    const given = groupName ?? userPrincipalName ?? principalId;
    return typeof given === "string" ? given.toLowerCase() : given;
}
