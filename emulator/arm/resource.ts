// What most resource types share: tracked resources with location and tags, their system data, the answer's key order.
import { azureTime } from "../clock";
import { defined, type Json, object, stringValues, text } from "../json";
import type { ArmResource } from "../state/azure-state";
import { resourceGroupOf } from "../state/resource-id";
import { ArmError, badRequest, ManagerError } from "./errors";
import { locations, normalizedLocation } from "./locations";
import type { Call, ResourceType, Write } from "./resource-type";

export const systemData = ({ caller, emulator, existing }: Write): Json => {
    const by = { name: caller.name, type: caller.isUser ? "User" : "Application" };
    const now = azureTime(emulator);
    return {
        createdBy: existing?.systemData?.createdBy ?? by.name,
        createdByType: existing?.systemData?.createdByType ?? by.type,
        createdAt: existing?.systemData?.createdAt ?? now,
        lastModifiedBy: by.name,
        lastModifiedByType: by.type,
        lastModifiedAt: now,
    };
};

/** What stands in no region. */
const globalTypes = /\/privateDnsZones(\/|$)/i;

/** The location of the body, which is required on the first write and cannot change. */
export const locationOf = ({ body, existing, name, id }: Write, type: string): string => {
    const wanted = text(body.location) && normalizedLocation(String(body.location));
    if (existing?.location !== undefined) {
        if (wanted !== undefined && wanted !== existing.location)
            throw new ArmError(
                409,
                "InvalidResourceLocation",
                `The resource '${name}' already exists in location '${existing.location}' in resource group '${resourceGroupOf(id)}'. A resource with the same name cannot be created in location '${wanted}'. Please select a new resource name.`,
            );
        return existing.location;
    }
    if (wanted === undefined || wanted === "")
        throw badRequest("LocationRequired", "The location property is required for this definition.");
    if (!locations.has(wanted) && !(wanted === "global" && globalTypes.test(type)))
        throw new ManagerError(
            400,
            "LocationNotAvailableForResourceType",
            `The provided location '${wanted}' is not available for resource type '${type}'. List of available regions for the resource type is '${[...locations].join(",")}'.`,
        );
    return wanted;
};

/** The tags of the body. Values are strings; Azure takes at most 50. */
export const tagsOf = ({ body }: Write): Record<string, string> => {
    const tags = Object.keys(object(body.tags));
    if (tags.length > 50)
        throw badRequest("InvalidTagCount", `The number of tags '${tags.length}' exceeds the limit of '50'.`);
    return stringValues(body.tags);
};

/** The resource of a write, with the parts that most types have; `systemData: undefined` leaves that one out. */
export const resource = (
    write: Write,
    type: string,
    parts: Partial<ArmResource> & { properties: Json },
): ArmResource => ({
    id: write.existing?.id ?? write.id,
    name: write.existing?.name ?? write.name,
    type,
    systemData: systemData(write),
    ...parts,
});

/** A tracked resource: required location, tags. */
export const tracked = (write: Write, type: string, parts: Partial<ArmResource> & { properties: Json }): ArmResource =>
    resource(write, type, { location: locationOf(write, type), tags: tagsOf(write), ...parts });

/** A resource as its type answers it. */
export const present = (type: ResourceType, kept: ArmResource, call: Pick<Call, "emulator" | "apiVersion">): Json =>
    type.show?.(kept, call) ?? showAll(kept);

/** The answer of most providers: every kept part but what the service keeps to itself. */
export const showAll = ({ internal: _, ...rest }: ArmResource): Json => defined({ ...rest });

/** A name that must have a form, refused in the words of the service. */
export const checkName = (name: string, form: RegExp, message: string): void => {
    if (!form.test(name)) throw badRequest("InvalidResourceName", message);
};
