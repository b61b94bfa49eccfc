// The least of the OCI distribution protocol that pushes, pulls and deletes one artifact without content.
import { createHash } from "node:crypto";
import { type Answer, noAnswer, registryFailure } from "./answers";
import type { Http, HttpReply, HttpRequest } from "./http";
import { notARegistry } from "./registry";

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const emptyBlob = Buffer.from("{}");

export const digestOf = (content: Uint8Array): string => `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** One repository, and the access token to use there. */
export interface Repository {
    http: Http;
    loginServer: string;
    repository: string;
    token: string;
}

/** A manifest that differs by `label`, so that deleting it never deletes somebody else's. */
export function emptyArtifact(label: string): Buffer {
    const empty = {
        mediaType: "application/vnd.oci.empty.v1+json",
        digest: digestOf(emptyBlob),
        size: emptyBlob.length,
    };
    return Buffer.from(
        JSON.stringify({
            schemaVersion: 2,
            mediaType: manifestType,
            artifactType: "application/vnd.acr-auth.proof.v1",
            config: empty,
            layers: [empty],
            annotations: { "org.opencontainers.image.title": label },
        }),
    );
}

/** Uploads a blob to where the registry says, which must be the registry itself. Answers the digest. */
export async function pushBlob(to: Repository, content: Uint8Array): Promise<Answer<string>> {
    const started = await send(to, { method: "POST", path: "blobs/uploads/" }, 202);
    if ("outcome" in started) return started;
    const upload = new URL(started.value.header("location") ?? "", `https://${to.loginServer}`);
    if (upload.origin !== `https://${to.loginServer}`) {
        const message = `the registry wants the blob sent to ${upload.host}; nothing was sent there`;
        return {
            outcome: { actual: "error", evidence: { status: started.status, code: "UPLOAD_ELSEWHERE", message } },
        };
    }
    upload.searchParams.set("digest", digestOf(content));
    const headers = { "content-type": "application/octet-stream" };
    const ended = await send(to, { method: "PUT", url: upload.href, body: content, headers }, 201);
    return "outcome" in ended ? ended : { value: digestOf(content), status: ended.status };
}

/** Writes a manifest under a tag. Answers the digest. */
export async function pushManifest(
    to: Repository,
    manifest: Uint8Array,
    tag: string,
    type = manifestType,
): Promise<Answer<string>> {
    const headers = { "content-type": type };
    const path = `manifests/${tag}`;
    const written = await send(to, { method: "PUT", path, body: manifest, headers }, 201);
    return "outcome" in written ? written : { value: digestOf(manifest), status: written.status };
}

/** Pushes `emptyArtifact(tag)` under that tag. Answers the digest. */
export async function pushEmptyArtifact(to: Repository, tag: string): Promise<Answer<string>> {
    const blob = await pushBlob(to, emptyBlob);
    return "outcome" in blob ? blob : pushManifest(to, emptyArtifact(tag), tag);
}

/** Reads a manifest by tag or digest. */
export function pullManifest(from: Repository, reference: string): Promise<Answer<HttpReply>> {
    return send(from, { method: "GET", path: `manifests/${reference}`, headers: { accept: manifestType } }, 200);
}

/** Deletes a manifest by digest, and every tag of it. */
export function deleteManifest(from: Repository, digest: string): Promise<Answer<HttpReply>> {
    return send(from, { method: "DELETE", path: `manifests/${digest}` }, 202);
}

type Step = Omit<HttpRequest, "url"> & ({ path: string } | { url: string });

async function send(to: Repository, step: Step, success: number): Promise<Answer<HttpReply>> {
    const { http, loginServer, repository, token } = to;
    const elsewhere = notARegistry(loginServer);
    if (elsewhere) return elsewhere;
    const url = "url" in step ? step.url : `https://${loginServer}/v2/${repository}/${step.path}`;
    try {
        const headers = { ...step.headers, authorization: `Bearer ${token}` };
        const reply = await http({ method: step.method, url, body: step.body, headers });
        return reply.status === success ? { value: reply, status: success } : { outcome: registryFailure(reply) };
    } catch (error) {
        return { outcome: noAnswer(error) };
    }
}
