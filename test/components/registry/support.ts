// What the tests of a registry's parts have in common: a registry with a name of its own, declared or only checked.
import { ContainerRegistry, type ContainerRegistryArgs } from "../../../components";
import { containerRegistryProblems } from "../../../components/container-registry";
import { problemText } from "../../../components/inputs/validation";
import { record, registryReference } from "../../support/mocks";

const inside = { resourceGroupName: "rg", registryName: "contoso01" };

export const registryId = registryReference("contoso01").resourceId;

export const declare = (args: Partial<ContainerRegistryArgs>) =>
    record(() => void new ContainerRegistry("shop", { ...inside, ...args }));

/** The inputs of the registry itself. */
export const registryInputs = async (args: Partial<ContainerRegistryArgs>) =>
    (await declare(args)).inputs(":Registry", "shop");

/** What is declared beside the registry. */
export const parts = async (args: Partial<ContainerRegistryArgs>): Promise<string[]> =>
    (await declare(args))
        .tree()
        .filter((line) => !/^(acr-auth:\S+ shop|azure-native:containerregistry:Registry shop < shop)$/.test(line));

export const problems = (args: Partial<ContainerRegistryArgs>): string[] =>
    containerRegistryProblems({ ...inside, ...args }).map(problemText);
