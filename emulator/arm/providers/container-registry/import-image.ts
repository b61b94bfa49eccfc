// `importImage` of a registry: copies an image from another registry of the emulator, or from another repository. Sources
// elsewhere cannot be reached from here. The form of the answers is recorded, the refusals are guesses.
import { randomUUID } from "node:crypto";
import { at, object, strings, text } from "../../../json";
import { allowedActions, type Principal } from "../../../registry/access";
import { copyImage, type Place } from "../../../registry/copy-image";
import { byPassword } from "../../../registry/login";
import { findRepository } from "../../../registry/metadata";
import type { Emulator } from "../../../server/service";
import type { ArmResource } from "../../../state/azure-state";
import { findRegistryByLoginServer, registryUid } from "../../../state/registries";
import { subscriptionOf } from "../../../state/resource-id";
import { findResource } from "../../../state/resources";
import type { Caller } from "../../caller";
import { ArmError, badRequest } from "../../errors";
import { begin, retryAfter } from "../../operations";
import type { Action } from "../../resource-type";

const parseImage = (image: string): { repository: string; reference: string } => {
    const [, repository, digest, tag = "latest"] =
        /^([^:@]+)(?:@(sha256:[0-9a-f]{64})|:([\w][\w.-]{0,127}))?$/.exec(image) ?? [];
    if (repository === undefined)
        throw badRequest("InvalidParameter", `The image '${image}' is not a repository with a tag or a digest.`);
    return { repository, reference: digest ?? tag };
};

const findSource = ({ state }: Emulator, source: unknown): ArmResource => {
    const [resourceId, host] = [text(at(source, "resourceId")), text(at(source, "registryUri"))];
    const found = resourceId ? findResource(state, resourceId) : findRegistryByLoginServer(state, host ?? "");
    if (found !== undefined) return found;
    throw badRequest("SourceRegistryNotReachable", `The source registry '${resourceId ?? host}' could not be reached.`);
};

/** Who reads the source: the credentials of the request, else the caller. */
const readerOf = async (
    emulator: Emulator,
    registry: ArmResource,
    credentials: unknown,
    caller: Caller,
): Promise<Principal | undefined> => {
    const [username, password] = [text(at(credentials, "username")), text(at(credentials, "password"))];
    if (password === undefined) return { kind: "entra", objectId: caller.objectId };
    return byPassword({ emulator, registry }, username ?? "", password);
};

/** The place and digest of the source image, which the reader may pull. */
const requireImage = async (
    emulator: Emulator,
    source: unknown,
    caller: Caller,
): Promise<Place & { digest: string }> => {
    const registry = findSource(emulator, source);
    const { repository, reference } = parseImage(text(at(source, "sourceImage")) ?? "");
    const reader = await readerOf(emulator, registry, at(source, "credentials"), caller);
    if (reader === undefined || !allowedActions(emulator, registry, reader, repository).has("pull"))
        throw new ArmError(403, "Forbidden", `The repository ${repository} of the source registry cannot be pulled.`);
    const uid = registryUid(registry);
    const content = findRepository(emulator, uid, repository);
    const digest = content?.tags[reference]?.digest ?? reference;
    if (content?.manifests[digest] === undefined)
        throw new ArmError(404, "ManifestUnknown", `The image ${repository}:${reference} was not found.`);
    return { uid, repository, digest };
};

export const importImage: Action = {
    name: "importImage",
    run: async ({ emulator, resource, caller, body, apiVersion }) => {
        const source = object(body.source);
        const mode = body.mode ?? "NoForce";
        if (mode !== "NoForce" && mode !== "Force")
            throw badRequest("InvalidParameter", `The mode '${mode}' must be one of NoForce, Force.`);
        const image = await requireImage(emulator, source, caller);
        const uid = registryUid(resource);
        const tagged = strings(body.targetTags).map(parseImage);
        const untagged = strings(body.untaggedTargetRepositories).map((name) => ({
            repository: parseImage(name).repository,
            reference: image.digest,
        }));
        const targets =
            tagged.length + untagged.length > 0 ? [...tagged, ...untagged] : [parseImage(String(source.sourceImage))];
        for (const { repository, reference } of targets)
            if (mode === "NoForce" && findRepository(emulator, uid, repository)?.tags[reference])
                throw new ArmError(
                    409,
                    "Conflict",
                    `The tag ${repository}:${reference} already exists in the target registry ${resource.name}.`,
                );
        for (const { repository, reference } of targets)
            await copyImage(emulator, image, { uid, repository }, { digest: image.digest, reference });
        const operation = `registries-${randomUUID()}`;
        begin(emulator, operation, "Accepted");
        const path = `/subscriptions/${subscriptionOf(resource.id)}/providers/Microsoft.ContainerRegistry/locations/${resource.location}/operationResults/${operation}`;
        return {
            status: 202,
            headers: { location: `https://management.azure.com${path}?api-version=${apiVersion}`, ...retryAfter },
        };
    },
};
