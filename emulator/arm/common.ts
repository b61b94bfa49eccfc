// What most resource types share: tracked resources with location and tags, their system data, the answer's key order.
import type { Emulator } from "../server/service";
import type { ArmResource } from "../state/azure-state";
import { ArmError, badRequest } from "./errors";
import { defined, type Json, object, text } from "./json";
import { resourceGroupOf } from "./resource-id";
import type { Write } from "./resource-type";

/** Azure's times carry seven digits of a second. */
export const azureTime = (emulator: Emulator, zone: "Z" | "+00:00" = "+00:00"): string =>
    emulator.clock.now().toISOString().replace("Z", `0000${zone}`);

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

const normalize = (location: string): string => location.toLowerCase().replaceAll(" ", "");

/** The location of the body, which is required on the first write and cannot change. */
export const locationOf = ({ body, existing, name, id }: Write): string => {
    const wanted = text(body.location);
    if (existing?.location !== undefined) {
        if (wanted !== undefined && normalize(wanted) !== existing.location)
            throw new ArmError(
                409,
                "InvalidResourceLocation",
                `The resource '${name}' already exists in location '${existing.location}' in resource group '${resourceGroupOf(id)}'. A resource with the same name cannot be created in location '${normalize(wanted)}'. Please select a new resource name.`,
            );
        return existing.location;
    }
    if (wanted === undefined || wanted === "")
        throw badRequest("LocationRequired", "The location property is required for this definition.");
    return normalize(wanted);
};

/** The tags of the body. Values are strings; Azure takes at most 50. */
export const tagsOf = ({ body }: Write): Record<string, string> => {
    const tags = Object.entries(object(body.tags));
    if (tags.length > 50)
        throw badRequest("InvalidTagCount", `The number of tags '${tags.length}' exceeds the limit of '50'.`);
    return Object.fromEntries(tags.map(([key, value]) => [key, String(value)]));
};

/** The resource of a write, with the parts every type has. */
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
    resource(write, type, { location: locationOf(write), tags: tagsOf(write), ...parts });

/** The answer of most providers: every kept part but what the service keeps to itself. */
export const showAll = ({ internal: _, ...rest }: ArmResource): Json => defined({ ...rest });

/** A name that must have a form, refused in the words of the service. */
export const checkName = (name: string, form: RegExp, message: string): void => {
    if (!form.test(name)) throw badRequest("InvalidResourceName", message);
};
