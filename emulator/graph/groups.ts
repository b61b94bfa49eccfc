// Groups of a tenant and who is in them.
import { randomUUID } from "node:crypto";
import type { Json } from "../json";
import type { Group } from "../state/azure-state";
import { groupJson, groupTemplate } from "./bodies";
import { badRequest, denied, type GraphCall, type Operation, reading, requiredText, writtenProperties } from "./call";
import { boundIds, collectionOperations, findByKey, type Kind, relatedPage } from "./collections";
import { groupOwners, initialOwners } from "./owners";
import { writeReach } from "./rights";

function write(group: Group, body: Json): void {
    const { displayName, mailNickname, securityEnabled, ...rest } = writtenProperties(body, groupTemplate, "Group");
    if (displayName !== undefined) group.displayName = requiredText(body, "displayName", "Group");
    if (mailNickname !== undefined) group.mailNickname = requiredText(body, "mailNickname", "Group");
    if (securityEnabled !== undefined) group.securityEnabled = securityEnabled === true;
    group.properties = { ...group.properties, ...rest };
}

const groups: Kind<Group> = {
    collection: "groups",
    resource: "Group",
    properties: Object.keys(groupTemplate),
    area: "Group",
    all: ({ emulator, tenantId }) => emulator.state.groups.filter((group) => group.tenantId === tenantId),
    toJson: (_, group) => groupJson(group),
    create(call) {
        const { emulator, tenantId, caller, body } = call;
        if (writeReach(caller, "Group") !== "all") throw denied();
        for (const property of ["mailEnabled", "securityEnabled"])
            if (typeof body[property] !== "boolean")
                throw badRequest(`A value is required for property '${property}' of resource 'Group'.`);
        if (body.mailEnabled === true)
            throw badRequest("The emulator has security groups only: mailEnabled must be false.");
        const group: Group = {
            id: randomUUID(),
            tenantId,
            displayName: requiredText(body, "displayName", "Group"),
            mailNickname: requiredText(body, "mailNickname", "Group"),
            securityEnabled: body.securityEnabled === true,
            members: boundIds(call, "members"),
            owners: initialOwners(call, "Group"),
            properties: { createdDateTime: emulator.clock.now().toISOString() },
        };
        write(group, body);
        emulator.state.groups.push(group);
        return group;
    },
    update(call, group) {
        const added = boundIds(call, "members");
        if (added.some((id) => group.members.includes(id)))
            throw badRequest(
                "One or more added object references already exist for the following modified properties: 'members'.",
            );
        write(group, call.body);
        group.members.push(...added);
    },
    remove({ emulator }, group) {
        emulator.state.groups = emulator.state.groups.filter((other) => other !== group);
    },
    references: { members: { idsOf: ({ members }) => members }, owners: groupOwners },
};

/** Everything in a group, directly or through other groups, once each. */
function transitiveMembers({ emulator }: GraphCall, group: Group): string[] {
    const found = new Set<string>();
    const add = ({ members }: Group): void => {
        for (const member of members.filter((id) => !found.has(id))) {
            found.add(member);
            const inner = emulator.state.groups.find(({ id }) => id === member);
            if (inner) add(inner);
        }
    };
    add(group);
    return [...found];
}

export const groupOperations: Operation[] = [
    ...collectionOperations(groups),
    reading("Group", "/groups/{}/transitiveMembers", (call) =>
        relatedPage(call, transitiveMembers(call, findByKey(groups, call))),
    ),
];
