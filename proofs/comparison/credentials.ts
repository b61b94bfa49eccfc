// Whatever logs in as what the components made: passwords, certificates and federated credentials of their applications,
// service principals and managed identities, and passwords of their tokens, against those that the state knows.
import { lastSegment, sameId } from "../../azure/arm-id";
import type { Graph, Kind } from "../../estate";
import { type Gap, gapsFor } from "../../estate/gap";
import { get, type Resource } from "../../estate/resource";
import { items, read, text, unwrap } from "../../estate/value";
import type { CheckResult } from "../check-result";
import type { Declared, DeclaredAccess } from "../declared";
import { asDeclared, notRead, quoted, type Subject, wider } from "./findings";

/** @param today `YYYY-MM-DD`: what ended before logs nobody in. */
export function compareCredentials(declared: Declared, access: DeclaredAccess, graph: Graph, now: Date): CheckResult[] {
    const { application, token, principalId, method } = access;
    if (application !== undefined) return ofApplication(declared, access, application.clientId, graph, now);
    if (token !== undefined) return ofToken(access, token, graph, now);
    if (principalId === undefined || !/^(AKS )?managed identity$/.test(method)) return [];
    return ofIdentity(access, principalId, graph);
}

const subjectOf = ({ method, name }: DeclaredAccess, action: string, repository = ""): Subject => ({
    method,
    action,
    repository,
    identity: name,
});

/** How a kind of key is called, and the option with which az removes it. */
interface KeyKind {
    noun: "password" | "certificate";
    kinds: readonly Kind[];
    option: string;
}

const keyKinds: readonly KeyKind[] = [
    { noun: "password", kinds: ["applicationPassword", "servicePrincipalPassword"], option: "" },
    { noun: "certificate", kinds: ["applicationCertificate", "servicePrincipalCertificate"], option: " --cert" },
];

function ofApplication(
    declared: Declared,
    access: DeclaredAccess,
    clientId: string,
    graph: Graph,
    now: Date,
): CheckResult[] {
    const holders = graph
        .ofKind("application", "servicePrincipal")
        .filter((each) => sameId(text(get(each, "clientId")) ?? "", clientId));
    const subject = subjectOf(access, "password");
    const gaps = directoryGaps(graph, ["application", "servicePrincipal", ...keyKinds.flatMap(({ kinds }) => kinds)]);
    if (holders.length === 0) {
        return gaps.length > 0 ? notRead(subject, gaps) : notRead(subject, [notFound(`application ${clientId}`)]);
    }
    return [
        ...(gaps.length > 0
            ? notRead(subject, gaps)
            : keyKinds.flatMap((kind) => keysOf(declared, access, kind, holders, graph, now))),
        ...trustsOfApplication(declared, access, holders, graph),
        ...(isElsewhere(declared, access, clientId, holders) ? notRead(subject, [ofOtherTenant(clientId)]) : []),
    ];
}

/** The application itself is in its home tenant, where another entry of the stacks may compare it. */
const isElsewhere = (
    { access: all }: Declared,
    access: DeclaredAccess,
    clientId: string,
    holders: readonly Resource[],
): boolean =>
    !holders.some(({ kind }) => kind === "application") &&
    !all.some((other) => other !== access && sameId(other.application?.clientId ?? "", clientId));

const ofOtherTenant = (clientId: string): Gap => ({
    ...notFound(`application ${clientId}`),
    why: "it is of another tenant than its service principal; pass the state of its stack as well",
});

const notFound = (what: string): Gap => ({
    what,
    why: "it was not found in the tenant of the Azure credentials",
    cause: "notAllowed",
    kinds: [],
    within: undefined,
});

/** What was not requested are members of groups and applications of other tenants, and no entry of the stack is either. */
const gapsOf = (graph: Graph, kind: Kind, id?: string): Gap[] =>
    gapsFor(graph.gaps, kind, id).filter(({ cause }) => cause !== "notRequested");

/** The gaps of the directory, which are within no subscription. */
const directoryGaps = (graph: Graph, kinds: readonly Kind[]): Gap[] => [
    ...new Set(kinds.flatMap((kind) => gapsOf(graph, kind).filter(({ within }) => within === undefined))),
];

/** What lies below an object: `/applications/OBJECT_ID/password/KEY_ID`. */
const below = (graph: Graph, holder: Resource, kinds: readonly Kind[]): readonly Resource[] =>
    graph.ofKind(...kinds).filter(({ urn }) => urn.toLowerCase().startsWith(`${holder.urn.toLowerCase()}/`));

/** One result for the keys that the state knows, and one for each that it does not. */
function keysOf(
    declared: Declared,
    access: DeclaredAccess,
    { noun, kinds, option }: KeyKind,
    holders: readonly Resource[],
    graph: Graph,
    now: Date,
): CheckResult[] {
    const keys = holders.flatMap((holder) => below(graph, holder, kinds).map((key) => ({ holder, key })));
    const valid = keys.filter(({ key }) => !hasEnded(text(get(key, "endDate")), now));
    const unknown = valid.filter(({ key }) => !declared.keyIds.has(lastSegment(key.urn).toLowerCase()));
    const subject = subjectOf(access, noun);
    const counted = asDeclared(
        subject,
        `${noun.toUpperCase()}S_RECORDED`,
        `${valid.length - unknown.length} in Azure and in the state`,
    );
    return [
        counted,
        ...unknown.map(({ holder, key }) => {
            const command = holder.kind === "application" ? "app" : "sp";
            const keyId = lastSegment(key.urn);
            const end = text(get(key, "endDate")) ?? "it is removed";
            return wider(subject, {
                code: `UNDECLARED_${noun.toUpperCase()}`,
                message: `'${text(get(key, "displayName")) ?? ""}', valid until ${end}, is not in the state`,
                remedy: `az ad ${command} credential delete --id ${lastSegment(holder.urn)} --key-id ${keyId}${option}`,
                since: text(get(key, "startDate")),
                access: { credential: keyId },
            });
        }),
    ];
}

const hasEnded = (end: string | undefined, now: Date): boolean => end !== undefined && new Date(end) <= now;

/** What a holder trusts: tokens of an issuer for a subject. */
interface Trust {
    issuer: string;
    subject: string;
    audiences: readonly string[];
}

function trustOf(credential: Resource): Trust {
    const of = (property: string) => text(get(credential, property)) ?? "";
    const audiences = (items(get(credential, "audiences")) ?? []).map((each) => text(unwrap(each)) ?? "");
    return { issuer: of("issuer"), subject: of("subject"), audiences };
}

/** Entra compares all three exactly, case included. */
const isSame = (one: Trust, other: Trust): boolean =>
    one.issuer === other.issuer &&
    one.subject === other.subject &&
    one.audiences.every((audience) => other.audiences.includes(audience));

function trustsOfApplication(
    declared: Declared,
    access: DeclaredAccess,
    holders: readonly Resource[],
    graph: Graph,
): CheckResult[] {
    return holders
        .filter(({ kind }) => kind === "application")
        .flatMap((application) => {
            const objectId = lastSegment(application.urn);
            const known = declared.trusts.filter(({ applicationId }) => sameId(applicationId, objectId));
            const found = below(graph, application, ["federatedCredential"]);
            const gaps = directoryGaps(graph, ["federatedCredential"]);
            return trustResults(access, known, found, gaps, (credential) => {
                const id = quoted(lastSegment(credential.urn));
                return `az ad app federated-credential delete --id ${objectId} --federated-credential-id ${id}`;
            });
        });
}

function ofIdentity(access: DeclaredAccess, principalId: string, graph: Graph): CheckResult[] {
    const identity = graph
        .ofKind("userAssignedIdentity")
        .find((each) => sameId(text(get(each, "principalId")) ?? "", principalId));
    if (identity === undefined) {
        const subject = subjectOf(access, "federated credential");
        const gaps = gapsOf(graph, "userAssignedIdentity");
        return notRead(subject, gaps.length > 0 ? gaps : [identityElsewhere(principalId)]);
    }
    const known = access.credentials.flatMap((credential): Trust[] =>
        credential.kind === "federated" ? [{ ...credential, audiences: [credential.audience] }] : [],
    );
    const found = below(graph, identity, ["federatedCredential"]);
    const [, group = ""] = /\/resourceGroups\/([^/]+)\//i.exec(identity.urn) ?? [];
    const gaps = gapsOf(graph, "federatedCredential", identity.urn);
    return trustResults(access, known, found, gaps, (credential) => {
        const names = `--identity-name ${quoted(lastSegment(identity.urn))} --name ${quoted(lastSegment(credential.urn))}`;
        return `az identity federated-credential delete --resource-group ${quoted(group)} ${names} --yes`;
    });
}

const identityElsewhere = (principalId: string): Gap => ({
    what: `federated credentials of the managed identity ${principalId}`,
    why: "the identity is in none of the subscriptions of the registries",
    cause: "notAllowed",
    kinds: [],
    within: undefined,
});

function trustResults(
    access: DeclaredAccess,
    known: readonly Trust[],
    found: readonly Resource[],
    gaps: readonly Gap[],
    removalOf: (credential: Resource) => string,
): CheckResult[] {
    const subject = subjectOf(access, "federated credential");
    if (gaps.length > 0) return notRead(subject, gaps);
    const foreign = found.filter((credential) => !known.some((trust) => isSame(trustOf(credential), trust)));
    return [
        asDeclared(subject, "TRUSTS_RECORDED", `${found.length - foreign.length} in Azure and declared`),
        ...foreign.map((credential) => {
            const { issuer, subject: who, audiences } = trustOf(credential);
            return wider(subject, {
                code: "UNDECLARED_TRUST",
                message: `no component declares that ${who} of ${issuer} logs in, for ${audiences.join(", ")}`,
                remedy: removalOf(credential),
                since: undefined,
                access: { credential: lastSegment(credential.urn) },
            });
        }),
    ];
}

function ofToken(
    access: DeclaredAccess,
    { registry, tokenName, passwordNames }: NonNullable<DeclaredAccess["token"]>,
    graph: Graph,
    now: Date,
): CheckResult[] {
    const token = graph.ofKind("token").find(({ urn }) => sameId(urn, `${registry.resourceId}/tokens/${tokenName}`));
    // That a token is missing, or that tokens could not be read, is told with the tokens.
    if (token === undefined) return [];
    const subject = subjectOf(access, "password", registry.loginServer);
    const passwords = (items(read(get(token, "credentials"), "passwords")) ?? []).map((each) => ({
        slot: text(read(each, "name")) ?? "",
        end: text(read(each, "expiry")),
        since: text(read(each, "creationTime")),
    }));
    const valid = passwords.filter(({ end }) => !hasEnded(end, now));
    const unknown = valid.filter(({ slot }) => !passwordNames.has(slot));
    const inRegistry = `--registry ${quoted(lastSegment(registry.resourceId))} --name ${quoted(tokenName)}`;
    return [
        asDeclared(subject, "PASSWORDS_RECORDED", `${valid.length - unknown.length} in Azure and in the state`),
        ...unknown.map(({ slot, end = "it is removed", since }) =>
            wider(subject, {
                code: "UNDECLARED_PASSWORD",
                message: `'${slot}', valid until ${end}, is not in the state`,
                remedy: `az acr token credential delete ${inRegistry} --${slot}`,
                since,
                access: { credential: slot },
            }),
        ),
    ];
}
