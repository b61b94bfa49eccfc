import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../proofs/check-result";
import { verdict } from "../../proofs/check-result";
import { type Exception, parseExceptions, withExceptions } from "../../proofs/exceptions";
import { exitCode } from "../../proofs/judge";

const today = Date.parse("2026-11-23");
const complete = {
    who: "ada",
    action: "role Owner",
    reason: "moves out",
    owner: "platform team",
    expires: "2026-12-31",
};

const wider = (changes: Partial<CheckResult> = {}): CheckResult => ({
    method: "individual identity",
    client: "acr-auth",
    action: "role Owner",
    repository: "contoso.azurecr.io",
    expected: "refused",
    actual: "allowed",
    evidence: {
        identity: "ada",
        access: { principalId: "0A9C", scope: "/subscriptions/S/resourceGroups/shop", credential: "key-1" },
    },
    ...changes,
});
const proved = wider({ expected: "allowed" });

describe("a file of exceptions", () => {
    it.for<[string, unknown, string[]]>([
        ["a list at the top", [complete], ['must be an object, not [{"who":"ada","action":"role Owner","rea...']],
        [
            "no list",
            { exceptions: complete },
            ['exceptions must be a list, not {"who":"ada","action":"role Owner","reas...'],
        ],
        ["nothing", {}, ["exceptions is missing"]],
        ["an entry of another kind", { exceptions: ["ada"] }, ['exceptions[0] must be an object, not "ada"']],
        [
            "several problems at once",
            {
                exceptions: [
                    { ...complete, who: 7, whom: "ada" },
                    { who: "ada", action: " ", reason: "r", expires: "2026-02-30" },
                ],
                exemptions: [],
            },
            [
                "exceptions[0].who must be a text, not 7",
                "unknown key 'exceptions[0].whom'",
                "exceptions[1].action must not be empty",
                "exceptions[1].owner is missing",
                'exceptions[1].expires must be a date, YYYY-MM-DD, not "2026-02-30"',
                "unknown key 'exemptions'",
            ],
        ],
    ])("is refused: %s", ([_, json, problems]) => {
        expect(parseExceptions(json)).toEqual({ exceptions: [], problems });
    });

    it("is taken when every entry is complete", () => {
        const exceptions = [complete, { ...complete, registry: "contoso", scope: "*", credential: "*" }];
        expect(parseExceptions({ exceptions })).toEqual({ exceptions, problems: [] });
    });
});

describe("an exception", () => {
    const applied = (exception: Partial<Exception>, result: CheckResult) =>
        withExceptions([result], [{ ...complete, ...exception }], today).results.map(verdict);

    it.for<[string, Partial<Exception>]>([
        ["who and action as printed", {}],
        ["the object id, in any case", { who: "0a9c" }],
        ["patterns", { who: "a?a", action: "role *" }],
        ["the registry's name", { registry: "contoso" }],
        ["the login server", { registry: "CONTOSO.azurecr.io" }],
        ["the scope of the role", { scope: "/subscriptions/s/resourcegroups/*" }],
        ["the credential's id", { credential: "KEY-1" }],
        ["its last day", { expires: "2026-11-23" }],
    ])("excepts by %s", ([_, exception]) => {
        expect(applied(exception, wider())).toEqual(["excepted"]);
    });

    it.for<[string, Partial<Exception>]>([
        ["another principal", { who: "adam" }],
        ["another role", { action: "role Reader" }],
        ["another registry", { registry: "contos" }],
        ["another scope", { scope: "/subscriptions/s" }],
        ["another credential", { credential: "key-2" }],
        ["a day that is over", { expires: "2026-11-22" }],
    ])("does not except %s", ([_, exception]) => {
        expect(applied(exception, wider())).toEqual(["wider"]);
    });

    it("that names an id does not match a result without one", () => {
        const bare = wider({ repository: "", evidence: { identity: "ada" } });
        expect(applied({}, bare)).toEqual(["excepted"]);
        for (const exception of [{ scope: "*" }, { credential: "*" }, { registry: "*" }]) {
            expect(applied(exception, bare)).toEqual(["wider"]);
        }
    });

    it("matches a login by its name, with and without the credential in brackets", () => {
        const login = wider({ action: "pull", evidence: { identity: "ci (current)" } });
        for (const who of ["ci", "ci (current)"]) expect(applied({ who, action: "pull" }, login)).toEqual(["excepted"]);
        expect(applied({ who: "ci (previous)", action: "pull" }, login)).toEqual(["wider"]);
    });

    it.for<[string, Partial<CheckResult>, string]>([
        ["narrower", { expected: "allowed", actual: "refused" }, "narrower"],
        ["an error", { actual: "error" }, "error"],
        ["not asked", { actual: "skipped" }, "not asked"],
        ["as declared", { actual: "refused" }, "as declared"],
    ])("leaves alone what is %s", ([_, changes, expected]) => {
        expect(applied({ who: "*", action: "*" }, wider(changes))).toEqual([expected]);
    });

    it("keeps the result, with the reason, and lets the run pass", () => {
        const { results, notices } = withExceptions([proved, wider()], [complete], today);
        const { reason, owner, expires } = complete;
        expect(results).toEqual([proved, { ...wider(), exception: { reason, owner, expires } }]);
        expect(notices).toEqual([]);
        expect(exitCode(results, { strict: true })).toBe(0);
        expect(exitCode([proved, wider()], { strict: true })).toBe(1);
    });

    it("is told of when it has expired, and when nothing needs it, but not when another excepts the same", () => {
        const { notices } = withExceptions(
            [wider()],
            [complete, { ...complete, who: "*" }, { ...complete, expires: "2026-01-01" }, { ...complete, who: "eve" }],
            today,
        );
        expect(notices).toEqual([
            "exceptions[2] (ada, role Owner; owner: platform team) expired on 2026-01-01 and has no effect: renew it or remove it",
            "exceptions[3] (eve, role Owner; owner: platform team) is not needed: nothing that it names is wider than declared; remove it",
        ]);
    });
});
