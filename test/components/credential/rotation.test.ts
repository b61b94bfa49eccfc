import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenPasswordName, tokenPasswordName } from "../../../azure/rotation";
import {
    dayNumber,
    defaultStartsOn,
    type Generation,
    liveGenerations,
    rotationProblems,
    type Schedule,
    today,
} from "../../../components/credential/rotation";
import { problemText } from "../../../components/inputs/validation";

const schedule: Schedule = { startsOn: "2026-01-01", period: 180, lifetime: 365 };

describe("liveGenerations", () => {
    it.each([
        ["2026-01-01", ["0 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z"]],
        ["2026-06-29", ["0 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z"]],
        ["2026-06-30", ["0 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z", "1 2026-06-30T00:00:00Z 2027-06-30T00:00:00Z"]],
        ["2027-02-05", ["1 2026-06-30T00:00:00Z 2027-06-30T00:00:00Z", "2 2026-12-27T00:00:00Z 2027-12-27T00:00:00Z"]],
    ])("has on %s the current generation last and at most one before", (asOf, expected) => {
        expect(liveGenerations(schedule, asOf).map((g) => `${g.number} ${g.startsOn} ${g.expiresOn}`)).toEqual(
            expected,
        );
    });

    it("puts neighbouring generations into different slots of a token", () => {
        const slots = (first: TokenPasswordName) => [0, 1, 2, 3].map((number) => tokenPasswordName(number, first));
        expect(slots("password1")).toEqual(["password1", "password2", "password1", "password2"]);
        expect(slots("password2")).toEqual(["password2", "password1", "password2", "password1"]);
    });
});

describe("the rotation, for every schedule and every non-decreasing sequence of deployments", () => {
    const first = dayNumber("2024-01-01");
    const schedules = fc
        .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 2, max: 365 }))
        .chain(([offset, lifetime]) =>
            fc.record({
                startsOn: fc.constant(date(first + offset)),
                period: fc.integer({ min: 1, max: Math.floor(lifetime / 2) }),
                lifetime: fc.constant(lifetime),
            }),
        );
    /** The days of deployments: the first one somewhere after the start, then steps of at most `longest(schedule)` days. */
    const deployments = (longest: (schedule: Schedule) => number) =>
        schedules.chain((schedule) =>
            fc
                .tuple(
                    fc.integer({ min: 0, max: 1000 }),
                    fc.array(fc.integer({ min: 0, max: longest(schedule) }), { maxLength: 12 }),
                )
                .map(([start, steps]) => {
                    const days = [dayNumber(schedule.startsOn) + start];
                    for (const step of steps) {
                        days.push((days.at(-1) ?? 0) + step);
                    }
                    return { schedule, days };
                }),
        );
    const keepingTo = deployments(({ lifetime, period }) => lifetime - period);
    const anySteps = deployments(() => 1000);
    const live = (schedule: Schedule, day: number): Generation[] => liveGenerations(schedule, date(day));
    const validOn = (generation: Generation, day: number): boolean =>
        dayNumber(generation.startsOn.slice(0, 10)) <= day && day < dayNumber(generation.expiresOn.slice(0, 10));

    it("(a) always has a valid credential while no two deployments are more than lifetime - period apart", () => {
        fc.assert(
            fc.property(keepingTo, ({ schedule, days }) => {
                for (const [index, day] of days.entries()) {
                    const next = days[index + 1] ?? day + schedule.lifetime - schedule.period;
                    for (let moment = day; moment < next; moment++) {
                        expect(live(schedule, day).some((generation) => validOn(generation, moment))).toBe(true);
                    }
                }
            }),
        );
    });

    it("(b) keeps what was read as current working for at least one period", () => {
        fc.assert(
            fc.property(keepingTo, ({ schedule, days }) => {
                for (const day of days) {
                    const current = live(schedule, day).at(-1);
                    for (let moment = day; moment <= day + schedule.period; moment++) {
                        const deployed = days.filter((other) => other <= moment).at(-1) ?? day;
                        const kept = live(schedule, deployed).find(({ number }) => number === current?.number);
                        expect(kept && validOn(kept, moment)).toBe(true);
                    }
                }
            }),
        );
    });

    it("(c) changes no credential that is live and not due", () => {
        fc.assert(
            fc.property(anySteps, ({ schedule, days }) => {
                for (const [index, day] of days.entries()) {
                    const before = live(schedule, days[index - 1] ?? day);
                    const after = live(schedule, day);
                    for (const generation of before) {
                        const same = after.find(({ number }) => number === generation.number);
                        expect(same ?? generation).toEqual(generation);
                        const stillDue = day >= dayNumber(generation.startsOn.slice(0, 10)) + 2 * schedule.period;
                        expect(same === undefined).toBe(stillDue);
                    }
                }
            }),
        );
    });

    it("(d) creates no credential that is valid for more than its lifetime, and so for more than 365 days", () => {
        /** Azure's clock at a deployment: hours since the start of its date, up to a day after it has ended. */
        const hours = fc.integer({ min: 0, max: 48 });
        fc.assert(
            fc.property(anySteps, hours, ({ schedule, days }, late) => {
                for (const day of days) {
                    for (const { startsOn, expiresOn } of live(schedule, day)) {
                        const end = dayNumber(expiresOn.slice(0, 10));
                        expect(end - dayNumber(startsOn.slice(0, 10))).toBe(schedule.lifetime);
                        const valid = end - (day + late / 24);
                        expect(valid).toBeLessThanOrEqual(schedule.lifetime);
                        expect(valid).toBeLessThanOrEqual(365);
                    }
                }
            }),
        );
    });

    const firsts = fc.constantFrom(...Object.values(TokenPasswordName));
    const slotsOn = (schedule: Schedule, day: number, first: TokenPasswordName) =>
        new Map(live(schedule, day).map(({ number }) => [tokenPasswordName(number, first), number]));

    it("leaves the other slot of a token alone until the first rotation, and a slot with a live generation always", () => {
        fc.assert(
            fc.property(anySteps, firsts, ({ schedule, days }, first) => {
                for (const [index, day] of days.entries()) {
                    const written = slotsOn(schedule, day, first);
                    const rotated = day >= dayNumber(schedule.startsOn) + schedule.period;
                    expect(rotated || [...written.keys()].every((slot) => slot === first)).toBe(true);
                    for (const [slot, number] of slotsOn(schedule, days[index - 1] ?? day, first)) {
                        const isDue = day >= dayNumber(schedule.startsOn) + (number + 2) * schedule.period;
                        expect(isDue || written.get(slot) === number).toBe(true);
                    }
                }
            }),
        );
    });

    it("never has two live generations in one slot of a token", () => {
        fc.assert(
            fc.property(anySteps, firsts, ({ schedule, days }, first) => {
                for (const day of days) {
                    const slots = live(schedule, day).map(({ number }) => tokenPasswordName(number, first));
                    expect(new Set(slots).size).toBe(slots.length);
                }
            }),
        );
    });
});

describe("defaultStartsOn", () => {
    it("differs by project, stack and name, and stays within one period of the epoch", () => {
        const starts = [
            defaultStartsOn("acr-auth", "dev", "ci", 180),
            defaultStartsOn("acr-auth", "prod", "ci", 180),
            defaultStartsOn("acr-auth", "dev", "edge", 180),
            defaultStartsOn("other", "dev", "ci", 180),
        ];
        expect(new Set(starts).size).toBe(4);
        for (const start of starts) {
            expect(dayNumber(start)).toBeGreaterThanOrEqual(dayNumber("2024-01-01"));
            expect(dayNumber(start)).toBeLessThan(dayNumber("2024-01-01") + 180);
        }
    });

    it("is the same at every call", () => {
        expect(defaultStartsOn("acr-auth", "dev", "ci", 180)).toBe(defaultStartsOn("acr-auth", "dev", "ci", 180));
    });
});

describe("rotationProblems", () => {
    const texts = (inputs: Parameters<typeof rotationProblems>[0], asOf = "2026-11-23"): string[] =>
        rotationProblems(inputs, inputs.startsOn ?? "2024-02-01", asOf).map(problemText);

    it("finds none in the defaults", () => {
        expect(texts({})).toEqual([]);
    });

    it("names a lifetime of more than a year and a period of more than half of it at once", () => {
        expect(texts({ lifetime: 400, period: 300 })).toEqual([
            "lifetime: is longer than 365 days (given: 400). Set it to at most 365.",
            "period: is more than half of the lifetime of 400 days, so that two generations would not overlap long enough (given: 300). Set it to at most 182.",
        ]);
    });

    it("names a start after the day of the deployment", () => {
        expect(texts({ startsOn: "2026-12-01" })).toEqual([
            'startsOn: is after 2026-11-23, the date of this deployment, so that no credential would exist (given: "2026-12-01"). Set it to 2026-11-23 or an earlier day.',
        ]);
    });

    it("names everything that is not a day or an integer", () => {
        expect(texts({ startsOn: "2026-02-30", period: 0, lifetime: 1.5, revision: -1 }, "soon")).toEqual([
            'startsOn: is not a date (given: "2026-02-30"). Write it as YYYY-MM-DD, such as 2026-05-31.',
            'asOf: is not a date (given: "soon"). Write it as YYYY-MM-DD, such as 2026-05-31.',
            "period: must be an integer of at least 1 (given: 0). Use 1 or a larger integer.",
            "lifetime: must be an integer of at least 2 (given: 1.5). Use 2 or a larger integer.",
            "revision: must be an integer of at least 0 (given: -1). Use 0 or a larger integer.",
        ]);
    });
});

describe("today", () => {
    it("is the day in UTC", () => {
        expect(today(new Date("2026-11-23T23:30:00-05:00"))).toBe("2026-11-24");
    });
});

function date(day: number): string {
    return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
