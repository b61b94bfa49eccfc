// Copies an image from one repository of the stock registry to another, as `importImage` does.
import { isObject, objects, text } from "../json";
import type { Emulator } from "../server/service";
import { backendName } from "./forward";
import { findRepository, noteManifest } from "./metadata";

/** A repository of a registry, whose content is kept under the registry's `uid`. */
export interface Place {
    uid: string;
    repository: string;
}

const address = (images: URL, { uid, repository }: Place, rest: string): URL =>
    new URL(`/v2/${backendName(uid, repository)}/${rest}`, images);

const accepted = async (answer: Response): Promise<Response> => {
    if (answer.ok) return answer;
    throw new Error(`The stock registry answered ${answer.status} to ${answer.url}.`);
};

/** The bytes: blobs are mounted, manifests written again, those of an index first. Without a stock registry there are none. */
const copyBytes = async (images: URL, from: Place, to: Place, digest: string, reference: string): Promise<void> => {
    const accept =
        "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json";
    const answer = await accepted(await fetch(address(images, from, `manifests/${digest}`), { headers: { accept } }));
    const [type, body] = [answer.headers.get("content-type") ?? "", await answer.text()];
    const manifest: unknown = JSON.parse(body);
    const { manifests, config, layers } = isObject(manifest) ? manifest : {};
    for (const child of objects(manifests)) {
        const childDigest = String(child.digest);
        await copyBytes(images, from, to, childDigest, childDigest);
    }
    for (const blob of [config, ...objects(layers)].filter(isObject)) {
        const query = new URLSearchParams({
            mount: text(blob.digest) ?? "",
            from: backendName(from.uid, from.repository),
        });
        await accepted(await fetch(address(images, to, `blobs/uploads/?${query}`), { method: "POST" }));
    }
    const headers = { "content-type": type };
    await accepted(await fetch(address(images, to, `manifests/${reference}`), { method: "PUT", headers, body }));
};

/** Copies a manifest with what it refers to. `reference` is the tag it gets, or its digest. */
export const copyImage = async (
    emulator: Emulator,
    from: Place,
    to: Place,
    { digest, reference }: { digest: string; reference: string },
): Promise<void> => {
    if (emulator.images) await copyBytes(emulator.images, from, to, digest, reference);
    const manifest = findRepository(emulator, from.uid, from.repository)?.manifests[digest];
    if (manifest === undefined) return;
    const { mediaType, imageSize } = manifest;
    noteManifest(emulator, to.uid, to.repository, { reference, digest, mediaType, imageSize });
};
