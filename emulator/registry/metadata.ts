// What a registry tells of its repositories: the catalog, the tag lists, and `/acr/v1` with times, locks and deletions.
// The front notes every manifest that the stock registry takes; that registry cannot be asked for any of this.
import { azureTime } from "../clock";
import { object } from "../json";
import type { Emulator, Reply, Request } from "../server/service";
import type { ChangeableAttributes, Repository } from "../state/azure-state";
import { refusal } from "./call";
import { backendName, callBackend } from "./forward";

const unlocked = (): ChangeableAttributes => ({
    deleteEnabled: true,
    writeEnabled: true,
    readEnabled: true,
    listEnabled: true,
});

const keyOf = (uid: string, name: string): string => `${uid}/${name}`;

export const findRepository = (emulator: Emulator, uid: string, name: string): Repository | undefined =>
    emulator.state.repositories[keyOf(uid, name)];

/** Notes a manifest the backend has taken. `reference` is a tag or the digest itself. */
export const noteManifest = (
    emulator: Emulator,
    uid: string,
    name: string,
    manifest: { reference: string; digest: string; mediaType: string; imageSize: number },
): void => {
    const now = azureTime(emulator, "Z");
    const repository = findRepository(emulator, uid, name) ?? {
        registry: uid,
        name,
        createdTime: now,
        lastUpdateTime: now,
        changeableAttributes: unlocked(),
        manifests: {},
        tags: {},
    };
    const { reference, digest, mediaType, imageSize } = manifest;
    const before = repository.manifests[digest];
    repository.manifests[digest] = {
        mediaType,
        imageSize,
        createdTime: before?.createdTime ?? now,
        lastUpdateTime: now,
        changeableAttributes: before?.changeableAttributes ?? unlocked(),
    };
    if (reference !== digest) {
        const tag = repository.tags[reference];
        repository.tags[reference] = {
            digest,
            createdTime: tag?.createdTime ?? now,
            lastUpdateTime: now,
            changeableAttributes: tag?.changeableAttributes ?? unlocked(),
        };
    }
    repository.lastUpdateTime = now;
    emulator.state.repositories[keyOf(uid, name)] = repository;
    emulator.save();
};

/** Forgets a manifest with its tags, or one tag; a repository without manifests is gone. */
export const forget = (emulator: Emulator, uid: string, name: string, reference: string): void => {
    const repository = findRepository(emulator, uid, name);
    if (repository === undefined) return;
    delete repository.tags[reference];
    delete repository.manifests[reference];
    for (const [tag, { digest }] of Object.entries(repository.tags))
        if (digest === reference) delete repository.tags[tag];
    if (Object.keys(repository.manifests).length === 0) delete emulator.state.repositories[keyOf(uid, name)];
    emulator.save();
};

const nameUnknown = (name: string): Reply =>
    refusal(404, "NAME_UNKNOWN", "repository name not known to registry", { detail: { name } });

/** Why a lock forbids an operation on a repository, or on a tag or digest in it. */
export const lockedReply = (
    emulator: Emulator,
    uid: string,
    name: string,
    reference: string | undefined,
    flag: keyof ChangeableAttributes,
): Reply | undefined => {
    const repository = findRepository(emulator, uid, name);
    const tag = reference === undefined ? undefined : repository?.tags[reference];
    const manifest = repository?.manifests[tag?.digest ?? reference ?? ""];
    const flags = [repository, tag, manifest].map((item) => item?.changeableAttributes[flag]);
    if (!flags.includes(false)) return undefined;
    return refusal(
        405,
        "UNSUPPORTED",
        `The operation is disallowed on this registry, repository or image. View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation`,
    );
};

/** One page of a sorted list, with the relative link to the next. */
const page = (request: Request, path: string, all: string[]): { items: string[]; headers: Record<string, string> } => {
    const limit = Number(request.query.get("n") ?? 100);
    const last = request.query.get("last");
    const rest = [...all].sort().filter((item) => last === null || item > last);
    const items = rest.slice(0, limit > 0 ? limit : 100);
    const end = items.at(-1);
    const more = items.length < rest.length && end !== undefined;
    return {
        items,
        headers: more ? { link: `<${path}?last=${encodeURIComponent(end)}&n=${limit}&orderby=>; rel="next"` } : {},
    };
};

export const catalog = (request: Request, emulator: Emulator, uid: string): Reply => {
    const names = Object.values(emulator.state.repositories)
        .filter(({ registry, changeableAttributes }) => registry === uid && changeableAttributes.listEnabled)
        .map(({ name }) => name);
    const { items, headers } = page(request, request.path, names);
    return { status: 200, headers, body: { repositories: items } };
};

export const tagsList = (request: Request, emulator: Emulator, uid: string, name: string): Reply => {
    const repository = findRepository(emulator, uid, name);
    if (repository === undefined) return nameUnknown(name);
    const { items, headers } = page(request, request.path, Object.keys(repository.tags));
    return { status: 200, headers, body: { name, tags: items } };
};

const showTag = ({ tags }: Repository, tag: string) => {
    const found = tags[tag];
    return (
        found && {
            name: tag,
            digest: found.digest,
            createdTime: found.createdTime,
            lastUpdateTime: found.lastUpdateTime,
            signed: false,
            changeableAttributes: found.changeableAttributes,
        }
    );
};

const showManifest = ({ manifests, tags }: Repository, digest: string) => {
    const found = manifests[digest];
    const names = Object.entries(tags).flatMap(([tag, item]) => (item.digest === digest ? [tag] : []));
    return found && { digest, ...found, ...(names.length > 0 ? { tags: names.sort() } : {}) };
};

const change = (attributes: ChangeableAttributes, wanted: unknown): void => {
    const flags = object(wanted);
    for (const flag of ["deleteEnabled", "writeEnabled", "readEnabled", "listEnabled"] as const)
        if (typeof flags[flag] === "boolean") attributes[flag] = flags[flag];
};

export interface AcrPath {
    repository: string;
    kind: "repository" | "tags" | "manifests";
    reference: string | undefined;
}

/** `/acr/v1/<repo>`, `/acr/v1/<repo>/_tags[/<tag>]`, `/acr/v1/<repo>/_manifests[/<digest>]`, decoded. */
export const parseAcrPath = (path: string): AcrPath | undefined => {
    const decoded = decodeURIComponent(path);
    const [, child, kind, reference] = /^\/acr\/v1\/(.+)\/_(tags|manifests)(?:\/([^/]+))?\/?$/.exec(decoded) ?? [];
    if (child !== undefined) return { repository: child, kind: kind === "tags" ? "tags" : "manifests", reference };
    const [, repository] = /^\/acr\/v1\/([^_].*?)\/?$/.exec(decoded) ?? [];
    return repository === undefined ? undefined : { repository, kind: "repository", reference: undefined };
};

/** Answers `/acr/v1` below the catalog, for a caller whose right has been checked. */
export const acrApi = async (
    request: Request,
    emulator: Emulator,
    { backend, uid, loginServer }: { backend: URL; uid: string; loginServer: string },
    { repository: name, kind, reference }: AcrPath,
): Promise<Reply> => {
    const repository = findRepository(emulator, uid, name);
    if (repository === undefined) return nameUnknown(name);
    const head = { registry: loginServer, imageName: name };
    const tag = kind === "tags" && reference !== undefined ? repository.tags[reference] : undefined;
    if (kind === "tags" && reference !== undefined && tag === undefined)
        return refusal(404, "TAG_UNKNOWN", "the specified tag does not exist");
    const manifest = kind === "manifests" && reference !== undefined ? repository.manifests[reference] : undefined;
    if (kind === "manifests" && reference !== undefined && manifest === undefined)
        return refusal(404, "MANIFEST_UNKNOWN", `manifest ${reference} is not found`);

    if (request.method === "DELETE") {
        const locked = lockedReply(emulator, uid, name, reference, "deleteEnabled");
        if (locked) return locked;
        const gone =
            kind === "repository" ? Object.keys(repository.manifests) : reference === undefined ? [] : [reference];
        const tags = Object.keys(repository.tags);
        for (const item of gone) {
            await callBackend(backend, "DELETE", `/v2/${backendName(uid, name)}/manifests/${item}`);
            forget(emulator, uid, name, item);
        }
        if (kind === "repository") return { status: 202, body: { manifestsDeleted: gone, tagsDeleted: tags } };
        return { status: 202, headers: tag ? { "x-ms-int-docker-content-digest": tag.digest } : {} };
    }
    if (request.method === "PATCH") {
        change((tag ?? manifest ?? repository).changeableAttributes, await request.json());
        emulator.save();
    }
    if (kind === "repository") {
        const { createdTime, lastUpdateTime, changeableAttributes, manifests, tags } = repository;
        return {
            status: 200,
            body: {
                ...head,
                createdTime,
                lastUpdateTime,
                manifestCount: Object.keys(manifests).length,
                tagCount: Object.keys(tags).length,
                changeableAttributes,
            },
        };
    }
    if (kind === "tags") {
        if (reference !== undefined) return { status: 200, body: { ...head, tag: showTag(repository, reference) } };
        const { items, headers } = page(request, request.path, Object.keys(repository.tags));
        return { status: 200, headers, body: { ...head, tags: items.map((item) => showTag(repository, item)) } };
    }
    if (reference !== undefined)
        return { status: 200, body: { ...head, manifest: showManifest(repository, reference) } };
    const { items, headers } = page(request, request.path, Object.keys(repository.manifests));
    return { status: 200, headers, body: { ...head, manifests: items.map((item) => showManifest(repository, item)) } };
};
