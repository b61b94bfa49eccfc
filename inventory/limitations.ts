// What the files do not show about access, each with the command that shows it.
import { type Graph, gapsFor } from "../estate";
import { readGaps } from "./gaps";
import type { AccessReport, Limitation } from "./model";
import { loginKinds } from "./part";
import type { VaultSecret } from "./read/vault-readers";
import { shared } from "./shared-limitation";
import { counted } from "./wording";

export interface FileFacts {
    file: string;
    /** Unchanged resources that a plan leaves out. */
    omitted: number;
}

export function readLimitations(
    report: Omit<AccessReport, "limitations">,
    files: readonly FileFacts[],
    secrets: readonly VaultSecret[],
    existing?: Graph,
): Limitation[] {
    const { principals, grants, credentials } = report;
    const seen = new Set(existing?.registries.map(({ name }) => name));
    const registries = report.registries.filter(({ name }) => !seen.has(name.toLowerCase()));
    const declared = registries.filter(({ declared }) => declared);
    const withCredentials = new Set(credentials.map(({ principal }) => principal));
    const secretHolders = principals.filter(
        ({ id, kind, method }) =>
            (method === "service principal" || method === "AKS service principal" || kind === "repository token") &&
            !withCredentials.has(id),
    );
    const granted = new Set(grants.map(({ principal }) => principal));
    const readers = new Set(secrets.flatMap(({ readers }) => readers.map(({ principal }) => principal.id)));
    const withoutGrants = principals.filter((principal) => !granted.has(principal.id));
    const unread = new Set(
        grants
            .filter(({ repositories, permission }) => repositories.length === 0 && permission !== "unknown")
            .map(({ principal }) => principal),
    );
    const unlisted = principals.filter(({ kind, members }) => kind === "group" && members === null);
    const id = ({ objectId, name }: { objectId: string | null; name: string }) => objectId ?? name;
    return [
        ...(existing === undefined ? [] : readGaps(existing)),
        ...files
            .filter(({ omitted }) => omitted > 0)
            .map(({ file, omitted }) => ({
                subject: file,
                message: `This plan leaves out ${counted(omitted, "unchanged resource")}; access that they give is missing from this report.`,
                command: "pulumi preview --json --show-sames",
            })),
        ...shared(
            "group",
            unlisted.map((group) => ({ name: group.name, key: id(group) })),
            existing === undefined
                ? "The state does not list the members."
                : "The members were not read; --expand-groups lists them.",
            (group) => `az ad group member list --group ${group} --output table`,
        ),
        ...shared(
            "registry",
            declared.map(({ name, resourceId }) => ({ name, key: resourceId ?? "<registry id>" })),
            "Role assignments made outside these stacks are not in the files: at the registry, inherited from its resource group, subscription or management group, or eligible in Privileged Identity Management.",
            (registry) => `az role assignment list --include-inherited --output table --scope ${registry}`,
        ),
        ...shared(
            "registry",
            declared.map(({ name }) => ({ name, key: name })),
            "Tokens and passwords created outside these stacks are not in the files.",
            (registry) => `az acr token list --output table --registry ${registry}`,
        ),
        ...shared(
            "registry",
            registries.filter(({ declared }) => !declared).map(({ name }) => ({ name, key: name })),
            "It is managed outside these stacks: its settings and other access to it are not in the files.",
            (registry) => `az acr show --name ${registry}`,
        ),
        ...shared(
            "",
            principals
                .filter(({ method }) => method === "unknown identity")
                .map((principal) => ({ name: principal.name, key: id(principal) })),
            existing === undefined
                ? "The files hold only its object ID: its kind and how it logs in are unknown."
                : "Only its object ID is known: what it is and how it logs in was not read.",
            (principal) => `az rest --url https://graph.microsoft.com/v1.0/directoryObjects/${principal}`,
        ),
        ...shared(
            "",
            secretHolders.filter(({ id }) => !id.startsWith("/")).map(({ name }) => ({ name, key: name })),
            "The files declare no password and no federated credential for it: how it logs in, and until when, is unknown.",
            null,
        ),
        ...shared(
            "",
            secretHolders
                .filter(({ id }) => id.startsWith("/") && !mayHoldUnseen(existing))
                .map(({ name }) => ({ name, key: name })),
            "It has no password and no other credential: nobody can log in as it now.",
            null,
        ),
        ...shared(
            "",
            withoutGrants.filter(({ id }) => !readers.has(id)).map(({ name }) => ({ name, key: name })),
            "Its passwords are in the files but its grants are not: they are in another stack or another tenant.",
            null,
        ),
        ...shared(
            "",
            withoutGrants.filter(({ id }) => readers.has(id)).map(({ name }) => ({ name, key: name })),
            "It may read a password in a Key Vault, but the grants of that login are not in the files: they are in another stack or another tenant.",
            null,
        ),
        ...shared(
            "vault",
            [
                ...new Map(
                    secrets.map(({ vault, vaultId }) => [vault, { name: vault, key: vaultId ?? "<vault id>" }]),
                ).values(),
            ],
            "It holds passwords. Whoever else may read its secrets is not in the files: by a role assigned outside these stacks, or by an access policy.",
            (vault) => `az role assignment list --include-inherited --output table --scope ${vault}`,
        ),
        ...shared(
            "Key Vault secret",
            secrets.filter(({ login }) => login === null).map(({ name }) => ({ name, key: name })),
            "The files do not tell whose password it holds: what its readers may do is missing from this report.",
            null,
        ),
        ...shared(
            "",
            principals.filter((principal) => unread.has(principal.id)).map(({ name }) => ({ name, key: name })),
            "A condition that this report cannot interpret limits its role; the permission shown is the maximum.",
            null,
        ),
    ];
}

/** Credentials that were not read are named by their gap. */
const mayHoldUnseen = (existing: Graph | undefined): boolean =>
    existing !== undefined && loginKinds.some((kind) => gapsFor(existing.gaps, kind).length > 0);
