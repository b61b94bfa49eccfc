// The policy pack that Pulumi's engine loads: `pulumi preview --policy-pack policies`.
// Creating the pack starts its server and writes a port to standard output, so nothing else may import this file.
import { PolicyPack } from "@pulumi/policy";
import { todayFrom } from "../estate/today";
import { toPolicies } from "./pack/policies";
import { rules } from "./rules";

new PolicyPack("acr-auth-policies", {
    displayName: "Azure Container Registry logins",
    description: "Who logs in to a container registry, how, and with what that expires when.",
    provider: "azure",
    tags: ["azure", "container-registry", "authentication"],
    policies: toPolicies(rules, () => todayFrom(process.env.ACR_AUTH_AS_OF)),
});
