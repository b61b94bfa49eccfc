// The smallest image and chart that the clients take, made in code so that nothing has to be downloaded.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { digestOf } from "../../proofs/oci";

interface Descriptor {
    mediaType: string;
    digest: string;
    size: number;
    annotations?: Record<string, string>;
}

/** An artifact as a registry stores it: a manifest and the blobs that it names. */
export interface Artifact {
    manifest: Buffer;
    digest: string;
    blobs: Buffer[];
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";

const describe = (mediaType: string, content: Buffer): Descriptor => ({
    mediaType,
    digest: digestOf(content),
    size: content.length,
});

function artifact(configType: string, config: Buffer, layerType: string, layer: Buffer, title: string): Artifact {
    const manifest = Buffer.from(
        JSON.stringify({
            schemaVersion: 2,
            mediaType: manifestType,
            config: describe(configType, config),
            layers: [{ ...describe(layerType, layer), annotations: { "org.opencontainers.image.title": title } }],
        }),
    );
    return { manifest, digest: digestOf(manifest), blobs: [config, layer] };
}

/** Two empty records end a tar archive; an archive of nothing is all end. */
const endOfTar = Buffer.alloc(1024);

/** An image of one empty layer, different for each label. */
export function tinyImage(label: string): Artifact {
    const config = {
        architecture: "amd64",
        os: "linux",
        config: { Labels: { proof: label } },
        rootfs: { type: "layers", diff_ids: [digestOf(endOfTar)] },
    };
    return artifact(
        "application/vnd.oci.image.config.v1+json",
        Buffer.from(JSON.stringify(config)),
        "application/vnd.oci.image.layer.v1.tar+gzip",
        gzipSync(endOfTar),
        "layer.tar.gz",
    );
}

export const chartVersion = "0.1.0";

/** A chart without templates, packaged as `helm package` does. */
export async function packagedChart(name: string): Promise<Buffer> {
    const archive = pack();
    // A fixed time, so that the same chart always has the same digest.
    archive.entry({ name: `${name}/Chart.yaml`, mtime: new Date(0) }, chartYaml(name));
    archive.finalize();
    return gzipSync(await buffer(archive));
}

const chartYaml = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: ${chartVersion}\n`;

/** What `helm push` makes of a packaged chart. */
export async function chartArtifact(name: string): Promise<Artifact> {
    return artifact(
        "application/vnd.cncf.helm.config.v1+json",
        Buffer.from(JSON.stringify({ apiVersion: "v2", name, version: chartVersion })),
        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
        await packagedChart(name),
        `${name}-${chartVersion}.tgz`,
    );
}

/** Writes an artifact as an OCI image layout, the form in which crane pushes a folder. */
export async function writeLayout(folder: string, { manifest, digest, blobs }: Artifact): Promise<void> {
    const blobFolder = join(folder, "blobs", "sha256");
    await mkdir(blobFolder, { recursive: true });
    const index = {
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.index.v1+json",
        manifests: [{ mediaType: manifestType, digest, size: manifest.length }],
    };
    await writeFile(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    await writeFile(join(folder, "index.json"), JSON.stringify(index));
    for (const content of [manifest, ...blobs]) {
        await writeFile(join(blobFolder, digestOf(content).slice("sha256:".length)), content);
    }
}
