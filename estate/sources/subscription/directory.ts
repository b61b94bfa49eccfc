// What the directory knows of those who hold a role that reaches a registry: names, credentials, owners, and the members
// of groups. Azure Resource Manager holds their object ids only.
import type { Resource } from "../../resource";
import type { Client } from "./client";
import { readCredentialHolders } from "./credential-holders";
import { fromDirectoryObject, graphType, memberProperties, pathOf, typeOf } from "./directory-shapes";
import { type Asking, askInto, stages } from "./directory-stages";
import type { Problem } from "./gaps";
import { byIds, objectIdOf } from "./graph";

export interface DirectoryRequest {
    client: Client;
    /** The tenant of the subscriptions. */
    tenantId: string | undefined;
    /** Object ids, lower case, with the type that the role assignment states. */
    principals: ReadonlyMap<string, string>;
    /** Object ids that resources of the subscriptions have: those are known already. */
    known: ReadonlySet<string>;
    /** Client ids of further applications. */
    applications: readonly string[];
    expandGroups: boolean;
    progress: (line: string) => void;
}

export interface DirectoryReading {
    resources: Resource[];
    problems: Problem[];
    /** ARM ids of managed identities that are in no subscription that was read. */
    otherIdentities: string[];
}

export async function readDirectory(request: DirectoryRequest): Promise<DirectoryReading> {
    const { principals, known, applications, progress } = request;
    const unknown = [...principals].filter(([id]) => !known.has(id)).sort();
    if (unknown.length === 0 && applications.length === 0) return { resources: [], problems: [], otherIdentities: [] };
    const problems: Problem[] = [];
    const asking = askInto(request.client, problems);

    progress(`directory: ${count(unknown.length, "principal")} with a role`);
    const isApplication = ([, type]: readonly [string, string]) => type === "ServicePrincipal";
    const people = await readPeople(
        request,
        asking,
        unknown.filter((each) => !isApplication(each)),
    );
    const ids = new Set([...idsOf(unknown.filter(isApplication)), ...people.applications]);
    progress(`directory: credentials of ${count(ids.size + applications.length, "application")}`);
    const holders = await readCredentialHolders(asking, {
        ...request,
        objectIds: [...ids].filter((id) => !known.has(id)).sort(),
        clientIds: applications,
    });
    return {
        resources: [...people.resources, ...holders.resources],
        problems: [...problems, ...people.problems, ...holders.problems],
        otherIdentities: holders.otherIdentities,
    };
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

const idsOf = (entries: readonly (readonly [string, string])[]): string[] => entries.map(([id]) => id);

/** Users and groups by name, and who is in the groups: their members are asked for also where their names are not told. */
async function readPeople(
    { client, expandGroups }: DirectoryRequest,
    asking: Asking,
    people: readonly (readonly [string, string])[],
) {
    const types = ["user", "group", "servicePrincipal"];
    const named = await asking.list(stages.names, idsOf(people), (some) => byIds(client, some, types));
    const groups = people.flatMap(([id, type]) =>
        type === "Group" ? [{ "@odata.type": graphType("group"), id }] : [],
    );
    const members = await asking.each(
        stages.members,
        expandGroups ? groups.map((group) => pathOf("groups", group)) : [],
        `transitiveMembers?$select=${memberProperties.join(",")}&$top=999`,
    );
    const everyMember = [...members.values()].flat();
    const ids = new Set(named.map(objectIdOf));
    const nameless = groups.filter((group) => !ids.has(group.id) && members.has(pathOf("groups", group)));
    return {
        resources: [
            ...[...named, ...nameless].flatMap((item) =>
                fromDirectoryObject(item, members.get(pathOf("groups", item))),
            ),
            ...everyMember.filter((item) => typeOf(item) === "user").flatMap((item) => fromDirectoryObject(item)),
        ],
        applications: [...named, ...everyMember]
            .filter((item) => typeOf(item) === "servicePrincipal")
            .flatMap((item) => objectIdOf(item) ?? []),
        problems: expandGroups || groups.length === 0 ? [] : [membersNotRequested(groups.length)],
    };
}

const membersNotRequested = (groups: number): Problem => ({
    ...stages.members,
    noun: `members of ${groups === 1 ? "a group" : `${groups} groups`} with a role`,
    at: undefined,
    failure: { cause: "notRequested", why: "not asked for", code: "", status: undefined },
});
