import { describe, expect, it } from "vitest";
import { isFederatedCredentialName, isGithubSubject } from "../../azure/federation";

describe("isFederatedCredentialName", () => {
    it.each([
        ["web-main", true],
        ["3rd_party", true],
        ["a".repeat(120), true],
        ["ab", false],
        ["a".repeat(121), false],
        ["-main", false],
        ["web main", false],
        ["web/main", false],
    ])("%s: %s", (name, expected) => {
        expect(isFederatedCredentialName(name)).toBe(expected);
    });
});

describe("isGithubSubject", () => {
    it.each([
        ["repo:contoso/shop:ref:refs/heads/main", true],
        ["repo:contoso/shop:ref:refs/tags/v1.0.0", true],
        ["repo:contoso/shop:environment:production", true],
        ["repo:contoso/shop:pull_request", true],
        ["repo:contoso@1001/shop@2002:ref:refs/heads/main", true],
        ["repo:contoso/shop", false],
        ["repo:contoso/shop:ref:refs/heads/", false],
        ["repo:contoso/shop:ref:refs/heads/*", false],
        ["repo:contoso/*:ref:refs/heads/main", false],
        ["repo:*/shop:environment:production", false],
        ["repo:contoso/shop:environment:*", false],
        ["repo:contoso/shop:job_workflow_ref:contoso/shop/build.yml", false],
        ["system:serviceaccount:shop:web", false],
    ])("%s: %s", (subject, expected) => {
        expect(isGithubSubject(subject)).toBe(expected);
    });
});
