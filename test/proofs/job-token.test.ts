import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Http } from "../../proofs/http";
import { type Environment, jobTokenFrom, subjectOf } from "../../proofs/job-token";
import { temporaryFolder } from "../support/folder";

const it = test
    .extend("folder", { scope: "file" }, temporaryFolder)
    .extend("file", { scope: "file" }, async ({ folder }) => {
        const file = join(folder, "token");
        await writeFile(file, "from-a-file\n");
        return file;
    });

const asked: string[] = [];
const answering =
    (status: number, text: string): Http =>
    async ({ method, url, headers }) => {
        asked.push(`${method} ${url} ${headers?.authorization}`);
        return { status, text, header: () => undefined };
    };
const nobody = answering(500, "");

describe("the token of the job that runs the proof", () => {
    it.for<[string, (file: string) => Environment, string | undefined]>([
        ["is given", () => ({ ARM_OIDC_TOKEN: "given" }), "given"],
        ["is in the file that Pulumi's providers read", (file) => ({ ARM_OIDC_TOKEN_FILE_PATH: file }), "from-a-file"],
        ["is in the file that AKS mounts", (file) => ({ AZURE_FEDERATED_TOKEN_FILE: file }), "from-a-file"],
        ["is not there", () => ({}), undefined],
        [
            "is not there without the right to ask",
            () => ({ ACTIONS_ID_TOKEN_REQUEST_URL: "https://pipelines.example/?x=1" }),
            undefined,
        ],
    ])("%s", async ([_, env, expected], { file }) => {
        expect(await jobTokenFrom(env(file), nobody)({ audience: "a" })).toBe(expected);
    });

    const github = {
        ACTIONS_ID_TOKEN_REQUEST_URL: "https://pipelines.example/token?api-version=2",
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer",
    };

    it("is asked of GitHub for the audience that is wanted", async () => {
        asked.length = 0;
        const token = await jobTokenFrom(github, answering(200, '{"value": "from-github"}'))({ audience: "api://x" });
        expect(token).toBe("from-github");
        expect(asked).toEqual([
            "GET https://pipelines.example/token?api-version=2&audience=api%3A%2F%2Fx Bearer bearer",
        ]);
    });

    it("fails with the host and the status when it is not given", async () => {
        await expect(jobTokenFrom(github, answering(403, "no"))({ audience: "a" })).rejects.toThrow(
            "pipelines.example issued no token for this job (HTTP 403)",
        );
    });
});

describe("what a token says it is about", () => {
    const token = (payload: unknown) => `h.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.s`;

    it.each([
        [token({ iss: "https://issuer", sub: "job", aud: "a" }), { issuer: "https://issuer", subject: "job" }],
        [token({ iss: "https://issuer" }), undefined],
        ["not a token", undefined],
    ])("%s", (given, expected) => {
        expect(subjectOf(given)).toEqual(expected);
    });
});
