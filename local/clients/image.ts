// The smallest image and chart that the clients take, made in code so that nothing has to be downloaded.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
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
export function packagedChart(name: string): Buffer {
    const chart = Buffer.from(`apiVersion: v2\nname: ${name}\nversion: ${chartVersion}\n`);
    return gzipSync(tarOf(`${name}/Chart.yaml`, chart));
}

/** What `helm push` makes of a packaged chart. */
export function chartArtifact(name: string): Artifact {
    return artifact(
        "application/vnd.cncf.helm.config.v1+json",
        Buffer.from(JSON.stringify({ apiVersion: "v2", name, version: chartVersion })),
        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
        packagedChart(name),
        `${name}-${chartVersion}.tgz`,
    );
}

/** A tar archive (ustar) of one file. */
function tarOf(path: string, content: Buffer): Buffer {
    const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write(octal(0o644, 7), 100);
    header.write(octal(0, 7), 108);
    header.write(octal(0, 7), 116);
    header.write(octal(content.length, 11), 124);
    header.write(octal(0, 11), 136);
    header.write("        0", 148);
    header.write("ustar\x0000", 257);
    // Summed with its own field blank, as it is above.
    header.write(
        `${octal(
            header.reduce((sum, byte) => sum + byte, 0),
            6,
        )} `,
        148,
    );
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    return Buffer.concat([header, content, padding, endOfTar]);
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
