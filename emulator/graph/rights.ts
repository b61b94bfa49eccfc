// What a caller may do in Graph: by permissions as an application, by directory roles as a user, and as an owner.
// Sources: https://learn.microsoft.com/graph/permissions-reference, and the permissions that each operation's page names;
// https://github.com/microsoftgraph/microsoft-graph-docs/issues/16138 for what ownership is asked for.
import { sameText } from "../text";

export interface Caller {
    tenantId: string;
    /** Object id of the user or service principal. */
    id: string;
    /** Whether a user calls, and not an application for itself. */
    isUser: boolean;
    /** Members read the directory without any role, and change what they own; guests and applications don't. */
    isMember: boolean;
    /** Graph's permissions; a user's directory roles count as such too. */
    roles: string[];
}

/** As in Graph's permissions `Application.Read.All`, `Application.ReadWrite.All`. */
export type Area = "Application" | "AppRoleAssignment" | "Group" | "User" | "Directory";

/**
 * `Directory.Read.All` reads everything, and objects of any kind by their ids are read with nothing less; groups and their
 * members are read with `GroupMember.Read.All` too.
 * Sources: https://learn.microsoft.com/graph/api/directoryobject-getbyids, https://learn.microsoft.com/graph/api/group-list-members
 */
export const mayRead = ({ isMember, roles }: Caller, area: Area): boolean =>
    isMember ||
    roles.some((role) => {
        const [granted] = role.split(".");
        return granted === area || granted === "Directory" || (area === "Group" && granted === "GroupMember");
    });

/** Which objects of an area a caller may change. */
export type Reach = "all" | "owned" | "none";

export function writeReach({ isMember, roles }: Caller, area: Area): Reach {
    if (roles.some((role) => role === `${area}.ReadWrite.All` || role === "Directory.ReadWrite.All")) return "all";
    if (area === "Application" && (isMember || roles.includes("Application.ReadWrite.OwnedBy"))) return "owned";
    return area === "Group" && isMember ? "owned" : "none";
}

/** Whether a caller may change an object of an area: any, or what it owns. */
export function mayWrite(caller: Caller, area: Area, { owners = [] }: { owners?: string[] }): boolean {
    const reach = writeReach(caller, area);
    return reach === "all" || (reach === "owned" && owners.some((owner) => sameText(owner, caller.id)));
}
