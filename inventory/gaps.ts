// What matters to the question and no state file can answer: said in the report, with the command that answers it.
import type { AccessReport, Gap } from "./model";
import { counted } from "./summary";

/** Names said before a list is cut short. */
const named = 5;

export interface FileFacts {
    file: string;
    /** Unchanged resources that a plan leaves out. */
    omitted: number;
}

export function readGaps(report: Omit<AccessReport, "gaps">, files: readonly FileFacts[]): Gap[] {
    const { registries, principals, grants, credentials } = report;
    const declared = registries.filter(({ declared }) => declared);
    const withCredentials = new Set(credentials.map(({ principal }) => principal));
    const secretHolders = principals.filter(
        ({ id, kind, method }) =>
            (method === "service principal" || method === "AKS service principal" || kind === "repository token") &&
            !withCredentials.has(id),
    );
    const granted = new Set(grants.map(({ principal }) => principal));
    const unread = new Set(
        grants
            .filter(({ repositories, permission }) => repositories.length === 0 && permission !== "unknown")
            .map(({ principal }) => principal),
    );
    const id = ({ objectId, name }: { objectId: string | null; name: string }) => objectId ?? name;
    return [
        ...files
            .filter(({ omitted }) => omitted > 0)
            .map(({ file, omitted }) => ({
                subject: file,
                says: `This plan leaves out ${counted(omitted, "unchanged resource")}, so that access they give is missing here.`,
                ask: "pulumi preview --json --show-sames",
            })),
        ...gap(
            "group",
            principals.filter(({ kind }) => kind === "group").map((group) => ({ name: group.name, key: id(group) })),
            "Who is a member is not in the state.",
            (group) => `az ad group member list --group ${group} --output table`,
        ),
        ...gap(
            "registry",
            declared.map(({ name, resourceId }) => ({ name, key: resourceId ?? "<registry id>" })),
            "Roles given by others, at the registry or inherited from its resource group, subscription or management group, are not in the state. Nor is what privileged identity management can activate.",
            (registry) => `az role assignment list --include-inherited --output table --scope ${registry}`,
        ),
        ...gap(
            "registry",
            declared.map(({ name }) => ({ name, key: name })),
            "Tokens and passwords made by hand are not in the state.",
            (registry) => `az acr token list --output table --registry ${registry}`,
        ),
        ...gap(
            "registry",
            registries.filter(({ declared }) => !declared).map(({ name }) => ({ name, key: name })),
            "It is managed elsewhere: its settings and whatever else gives access to it are not in these files.",
            (registry) => `az acr show --name ${registry}`,
        ),
        ...gap(
            "",
            principals
                .filter(({ method }) => method === "unknown identity")
                .map((principal) => ({ name: principal.name, key: id(principal) })),
            "Only its object id is in the state: what it is and how it logs in are not.",
            (principal) => `az rest --url https://graph.microsoft.com/v1.0/directoryObjects/${principal}`,
        ),
        ...gap(
            "",
            secretHolders.map(({ name }) => ({ name, key: name })),
            "How it logs in and until when is not in the state: no password or federated credential of it is declared.",
            null,
        ),
        ...gap(
            "",
            principals.filter((principal) => !granted.has(principal.id)).map(({ name }) => ({ name, key: name })),
            "Its passwords are in these files and its grants are not: they are in another stack, or another tenant.",
            null,
        ),
        ...gap(
            "",
            principals.filter((principal) => unread.has(principal.id)).map(({ name }) => ({ name, key: name })),
            "A condition limits its role in a way that this report does not understand; the permission shown is the most it can be.",
            null,
        ),
    ];
}

/** One gap for all that share it: a hundred registries are one sentence. */
function gap(
    noun: string,
    subjects: { name: string; key: string }[],
    says: string,
    ask: ((key: string) => string) | null,
): Gap[] {
    const [first] = subjects;
    if (first === undefined) {
        return [];
    }
    const names = subjects.slice(0, named).map(({ name }) => name);
    const rest = subjects.length - names.length;
    const several = noun === "" ? "" : noun === "registry" ? "registries " : `${noun}s `;
    return [
        {
            subject:
                subjects.length === 1
                    ? `${noun} ${first.name}`.trim()
                    : `${several}${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`,
            says,
            ask:
                ask === null
                    ? null
                    : ask(subjects.length === 1 ? first.key : first.key.startsWith("/") ? "<registry id>" : "<each>"),
        },
    ];
}
