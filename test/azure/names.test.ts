import { describe, expect, it } from "vitest";
import { hostOf, isLoginServer, isRegistryHost, isRegistryName, isTokenName, registryNameOf } from "../../azure/names";

describe("isRegistryName", () => {
    it.each([
        ["abcde", true],
        ["Contoso99", true],
        ["a".repeat(50), true],
        ["abcd", false],
        ["a".repeat(51), false],
        ["my-registry", false],
        ["contoso.azurecr.io", false],
        ["", false],
    ])("%s: %s", (name, expected) => {
        expect(isRegistryName(name)).toBe(expected);
    });
});

describe("isTokenName", () => {
    it.each([
        ["edge-device", true],
        ["a".repeat(50), true],
        ["edge", false],
        ["a".repeat(51), false],
        ["edge_device", false],
    ])("%s: %s", (name, expected) => {
        expect(isTokenName(name)).toBe(expected);
    });
});

describe("hostOf", () => {
    it.each([
        ["Contoso.azurecr.io", "contoso.azurecr.io"],
        ["https://contoso.azurecr.io/v2/", "contoso.azurecr.io"],
        ["contoso.azurecr.io/shop/web:v1", "contoso.azurecr.io"],
        ["https://contoso.azurecr.io?x=/", "contoso.azurecr.io"],
        ["HTTPS://CONTOSO.AZURECR.IO#top", "contoso.azurecr.io"],
    ])("of %s is %s", (server, host) => {
        expect(hostOf(server)).toBe(host);
    });
});

describe("isRegistryHost", () => {
    it.each([
        ["contoso.azurecr.io", true],
        ["contoso-a1b2.azurecr.io", true],
        ["azurecr.io", false],
        ["contosoazurecr.io", false],
        ["contoso.azurecr.io.example.com", false],
    ])("%s: %s", (host, expected) => {
        expect(isRegistryHost(host)).toBe(expected);
    });
});

describe("isLoginServer", () => {
    it.each(["contoso.azurecr.io", "contoso-a1b2c3.azurecr.io"])("takes %s", (text) => {
        expect(isLoginServer(text)).toBe(true);
    });

    it.each([
        "contoso.azurecr.io.example.com",
        "contoso.azurecr.io@example.com",
        "user:password@contoso.azurecr.io",
        "CONTOSO.azurecr.io",
        "contoso.azurecr.io:5000",
        "contoso.azurecr.io/v2",
        "contoso.azurecr.io#.example.com",
        "https://contoso.azurecr.io",
        "contoso.azurecr.io.",
        "contoso.azurecr.io\n",
        "contosoazurecr.io",
        "example.com/.azurecr.io",
        "evil.contoso.azurecr.io",
        "azurecr.io",
        "",
    ])("refuses %j", (text) => {
        expect(isLoginServer(text)).toBe(false);
    });
});

describe("registryNameOf", () => {
    it.each([
        ["contoso.azurecr.io", "contoso"],
        ["contoso-a1b2c3.azurecr.io", "contoso"],
        ["contoso.koreacentral.data.azurecr.io", undefined],
        ["contoso-a1-b2.azurecr.io", undefined],
        ["contoso.example.com", undefined],
    ])("of %s is %s", (host, name) => {
        expect(registryNameOf(host)).toBe(name);
    });
});
