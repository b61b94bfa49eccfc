// Names of entries: valid, unique, and the same in every run.
import { expect, it } from "vitest";
import { keysOf } from "../../adopt/keys";
import { key } from "../../platform/kinds/fields";

const named = (name: string, id = name) => ({ name, noun: "group", id });
const keyOf = (name: string, taken: string[] = []) => keysOf([named(name, "1")], taken).get("1") ?? "";

it.each([
    ["Shop developers", "shop-developers"],
    ["team/web (prod)", "team-web-prod"],
    ["1st line", "st-line"],
    ["Zoë Müller", "zoe-muller"],
    ["kim@contoso.com", "kim-contoso-com"],
])("%s becomes %s", (name, expected) => {
    expect(keyOf(name)).toBe(expected);
});

it.each(["", "개발팀", "---", "42", "x".repeat(80)])("%j becomes a valid key all the same", (name) => {
    expect(key.safeParse(keyOf(name)).success).toBe(true);
});

it("gives equal names different keys, each from its own id, in any order", () => {
    const things = [named("Web", "1"), named("web", "2"), named("other", "3")];
    const keys = keysOf(things);
    expect(new Set(keys.values()).size).toBe(3);
    expect(keys.get("3")).toBe("other");
    expect(keysOf([...things].reverse())).toEqual(new Map([...keys].reverse()));
});

it("takes no key that exists", () => {
    expect(keyOf("web", ["web"])).toMatch(/^web-[0-9a-f]{8}$/);
});
