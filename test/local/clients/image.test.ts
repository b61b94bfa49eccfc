import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { chartArtifact, packagedChart, tinyImage } from "../../../local/clients/image";

describe("the tiny image", () => {
    it("is the same for a label, and another for another", () => {
        expect(tinyImage("a").digest).toBe(tinyImage("a").digest);
        expect(tinyImage("a").digest).not.toBe(tinyImage("b").digest);
    });

    it("names the blobs it is made of", () => {
        const { manifest, blobs } = tinyImage("a");
        const { config, layers } = JSON.parse(manifest.toString());
        expect([config, ...layers].map(({ size }) => size)).toEqual(blobs.map(({ length }) => length));
    });
});

describe("the packaged chart", () => {
    it("is an archive that tar reads", async () => {
        const input = await packagedChart("app");
        const tar = (flags: string) => execFileSync("tar", [flags, "-"], { input, encoding: "utf8" });
        expect(tar("tzf")).toBe("app/Chart.yaml\n");
        expect(tar("xOzf")).toBe("apiVersion: v2\nname: app\nversion: 0.1.0\n");
    });

    it("is a layer of the artifact that helm pulls", async () => {
        expect((await chartArtifact("app")).blobs[1]).toEqual(await packagedChart("app"));
    });
});
