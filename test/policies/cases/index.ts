// The cases of all rules, by rule name.
import type { RuleCases } from "../support/rule-cases";
import { accessCases } from "./access";
import { accessOfWorkloadsCases } from "./access-workloads";
import { clusterCases } from "./cluster";
import { credentialCases } from "./credential";
import { hardeningCases } from "./hardening";
import { networkHardeningCases } from "./hardening-network";
import { programCases } from "./program";
import { registryCases } from "./registry";
import { tokenCases } from "./token";
import { workloadCases } from "./workload";

export const cases: Readonly<Record<string, RuleCases>> = {
    ...registryCases,
    ...tokenCases,
    ...credentialCases,
    ...accessOfWorkloadsCases,
    ...accessCases,
    ...workloadCases,
    ...clusterCases,
    ...programCases,
    ...networkHardeningCases,
    ...hardeningCases,
};
