// Microsoft Graph over the wire: passwords, certificates and federated credentials.
import { X509Certificate } from "node:crypto";
import { describe, expect } from "vitest";
import type { RunningEmulator } from "../../emulator";
import { secretHash } from "../../state/secrets";
import { selfSigned } from "../self-signed";
import { guid, it } from "./graph-client";

/** Without the fraction of a second, which Graph doesn't write when it is none. */
const daysFrom = ({ clock }: RunningEmulator, days: number) =>
    new Date(clock.now().getTime() + days * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");

describe("passwords", () => {
    it("are always added, shown once, kept as a hash, and removed by their key id", async ({
        emulator,
        graph,
        created,
    }) => {
        const app = await created("applications", { displayName: "passwords" });
        const add = (passwordCredential?: object) =>
            graph(`/applications/${app.id}/addPassword`, { body: { passwordCredential } });
        const first = await add({ displayName: "same" });
        const second = await add({ displayName: "same" });
        expect([first.status, second.status]).toEqual([200, 200]);
        expect(Object.keys(first.json)).toEqual([
            "@odata.context",
            "customKeyIdentifier",
            "displayName",
            "endDateTime",
            "hint",
            "keyId",
            "secretText",
            "startDateTime",
        ]);
        expect(first.json.secretText).toMatch(/^[A-Za-z0-9]{3}8Q~[A-Za-z0-9]{34}$/);
        expect(first.json.hint).toBe(first.json.secretText.slice(0, 3));
        expect(first.json.secretText).not.toBe(second.json.secretText);

        const kept = emulator.state.applications.find(({ id }) => id === app.id)?.passwordCredentials;
        expect(kept?.map(({ secretHash }) => secretHash)).toEqual(
            [first, second].map(({ json }) => secretHash(json.secretText)),
        );
        const shown = (await graph(`/applications/${app.id}`)).json.passwordCredentials;
        expect(shown.map(({ secretText, keyId }: { secretText: null; keyId: string }) => [secretText, keyId])).toEqual([
            [null, first.json.keyId],
            [null, second.json.keyId],
        ]);

        const remove = () => graph(`/applications/${app.id}/removePassword`, { body: { keyId: first.json.keyId } });
        expect((await remove()).status).toBe(204);
        expect((await remove()).json.error.message).toBe(`No password credential found with keyId ${first.json.keyId}`);
        expect((await graph(`/applications/${app.id}`)).json.passwordCredentials).toHaveLength(1);
    });

    it("start now and end two years on unless dates are given", async ({ emulator, graph, created }) => {
        const app = await created("applications", { displayName: "dates" });
        const before = emulator.clock.now().getTime();
        const { json } = await graph(`/applications/${app.id}/addPassword`, { method: "POST" });
        const start = new Date(json.startDateTime);
        expect(start.getTime()).toBeGreaterThanOrEqual(before);
        expect(start.getTime()).toBeLessThanOrEqual(emulator.clock.now().getTime());
        start.setUTCFullYear(start.getUTCFullYear() + 2);
        expect(new Date(json.endDateTime)).toEqual(start);

        const given = { startDateTime: daysFrom(emulator, 1), endDateTime: daysFrom(emulator, 366) };
        const dated = await graph(`/applications/${app.id}/addPassword`, { body: { passwordCredential: given } });
        expect(dated.json).toMatchObject(given);
    });

    it.for<[object, string]>([
        [{ startDateTime: "2026-01-01" }, "Cannot convert the value of 'startDateTime' to a date and time."],
        [{ endDateTime: "soon" }, "Cannot convert the value of 'endDateTime' to a date and time."],
    ])("are refused with %j", async ([passwordCredential, message], { graph, created }) => {
        const app = await created("applications", { displayName: "dates" });
        const { status, json } = await graph(`/applications/${app.id}/addPassword`, { body: { passwordCredential } });
        expect([status, json.error.message]).toEqual([400, message]);
    });

    const minute = 1 / 1440;
    const [badStart, badEnd] = ["KeyCredentialsInvalidStartDate", "KeyCredentialsInvalidEndDate"];

    it.for<[string, number | undefined, number, string | undefined]>([
        ["from 6 minutes ago", -6 * minute, 1, badStart],
        ["from yesterday", -1, 1, badStart],
        ["from 4 minutes ago", -4 * minute, 1, undefined],
        ["from tomorrow", 1, 2, undefined],
        ["that end before they start", 2, 1, badEnd],
        ["that end when they start", 1, 1, badEnd],
        ["that have ended", undefined, -minute, badEnd],
    ])("%s: from day %d to day %d", async ([_, from, to, code], { emulator, graph, created }) => {
        const app = await created("applications", { displayName: "dates" });
        const start = from === undefined ? {} : { startDateTime: daysFrom(emulator, from) };
        const passwordCredential = { ...start, endDateTime: daysFrom(emulator, to) };
        const { status, json } = await graph(`/applications/${app.id}/addPassword`, { body: { passwordCredential } });
        expect([status, json.error?.code]).toEqual(code ? [400, code] : [200, undefined]);
        if (code === badStart) expect(json.error.message).toBe("Key credential start date is invalid.");
    });

    it("last no longer than the tenant's policy allows", async ({ emulator, graph, created }) => {
        const app = await created("applications", { displayName: "capped" });
        emulator.settings.maximumPasswordLifetimeDays = 180;
        const add = (days: number) =>
            graph(`/applications/${app.id}/addPassword`, {
                body: {
                    passwordCredential: { startDateTime: daysFrom(emulator, 0), endDateTime: daysFrom(emulator, days) },
                },
            });
        const refused = await add(181);
        expect([refused.status, refused.json.error.code, refused.json.error.message]).toEqual([
            400,
            "CredentialInvalidLifetimeAsPerAppPolicy",
            "Credential lifetime exceeds the max value allowed as per assigned policy '00000000-0000-0000-0000-000000000000'.",
        ]);
        expect((await add(180)).status).toBe(200);
        emulator.settings.maximumPasswordLifetimeDays = 0;
        expect((await add(181)).status).toBe(200);
    });

    it("of a new application can't be added at once, if the emulator is told so", async ({
        emulator,
        graph,
        created,
    }) => {
        emulator.settings.newApplicationSeconds = 10;
        const app = await created("applications", { displayName: "new" });
        const add = () => graph(`/applications/${app.id}/addPassword`, { body: {} });
        const principal = () => graph("/servicePrincipals", { body: { appId: app.appId } });
        const refused = await add();
        expect([refused.status, refused.json.error.code]).toEqual([404, "Request_ResourceNotFound"]);
        expect((await principal()).json.error.code).toBe("NoBackingApplicationObject");
        emulator.clock.set(new Date(emulator.clock.now().getTime() + 10_000));
        expect((await add()).status).toBe(200);
        expect((await principal()).status).toBe(201);
        emulator.settings.newApplicationSeconds = 0;
    });

    it("of a service principal stay with the service principal", async ({ graph, created }) => {
        const app = await created("applications", { displayName: "of the principal" });
        const principal = await created("servicePrincipals", { appId: app.appId });
        expect((await graph(`/servicePrincipals/${principal.id}/addPassword`, { body: {} })).status).toBe(200);
        expect((await graph(`/servicePrincipals/${principal.id}`)).json.passwordCredentials).toHaveLength(1);
        expect((await graph(`/applications/${app.id}`)).json.passwordCredentials).toHaveLength(0);
    });
});

describe("certificates", () => {
    it("are written whole, read without the key, and kept when written back so", async ({
        emulator,
        graph,
        created,
    }) => {
        const { certificate } = await selfSigned();
        const app = await created("applications", { displayName: "certificates" });
        const key = certificate.raw.toString("base64");
        const written = [{ type: "AsymmetricX509Cert", usage: "Verify", key, displayName: "CN=x" }];
        const patch = (keyCredentials: unknown) =>
            graph(`/applications/${app.id}`, { method: "PATCH", body: { keyCredentials } });
        expect((await patch(written)).status).toBe(204);
        const [shown] = (await graph(`/applications/${app.id}`)).json.keyCredentials;
        expect(shown).toMatchObject({
            customKeyIdentifier: certificate.fingerprint.replaceAll(":", ""),
            displayName: "CN=x",
            key: null,
            type: "AsymmetricX509Cert",
            usage: "Verify",
        });
        expect((await patch([shown])).status).toBe(204);
        const kept = emulator.state.applications.find(({ id }) => id === app.id)?.keyCredentials;
        expect(kept?.map((credential) => new X509Certificate(credential.certificate).fingerprint)).toEqual([
            certificate.fingerprint,
        ]);
        expect((await patch([{ key: "bm90IGEgY2VydGlmaWNhdGU=" }])).json.error.code).toBe("KeyCredentialsInvalidValue");
    });
});

describe("federated credentials", () => {
    const github = {
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/app:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
    };

    it("are created, listed, changed and deleted", async ({ graph, created }) => {
        const app = await created("applications", { displayName: "federated" });
        const list = `/applications/${app.id}/federatedIdentityCredentials`;
        const made = await graph(list, { body: { name: "main", ...github } });
        expect([made.status, made.json]).toEqual([
            201,
            {
                "@odata.context": expect.any(String),
                id: expect.stringMatching(guid),
                name: "main",
                description: null,
                ...github,
            },
        ]);
        const subject = "repo:contoso/app:environment:production";
        expect((await graph(`${list}/${made.json.id}`, { method: "PATCH", body: { subject } })).status).toBe(204);
        expect((await graph(`${list}/main`)).json.subject).toBe(subject);
        expect((await graph(list)).json.value).toHaveLength(1);
        expect((await graph(`${list}/${made.json.id}`, { method: "DELETE" })).status).toBe(204);
        expect((await graph(list)).json.value).toEqual([]);
    });

    it.for<[object, number, string | undefined]>([
        [{ name: "main" }, 409, "Request_MultipleObjectsWithSameKeyValue"],
        [{ name: "other" }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "x", subject: "s" }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "two", subject: "s", audiences: ["a", "b"] }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "long", subject: "s".repeat(601) }, 400, "InvalidFederatedIdentityCredentialValue"],
        [{ name: "fine", subject: "s" }, 201, undefined],
    ])("beside one named main for the same subject: %j", async ([body, status, code], { graph, created }) => {
        const app = await created("applications", { displayName: "federated" });
        const list = `/applications/${app.id}/federatedIdentityCredentials`;
        await graph(list, { body: { name: "main", ...github } });
        const answer = await graph(list, { body: { ...github, ...body } });
        expect([answer.status, answer.json.error?.code]).toEqual([status, code]);
    });
});
