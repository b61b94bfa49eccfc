// What an entry of the tables of azure-native's resource types and functions says.

export interface AzureType {
    /** ARM path. `{subscriptionId}` comes from the provider; every other `{name}` is an input that cannot be changed. */
    path: string;
    /** What the SDK of this version uses for the type. */
    apiVersion: string;
    /**
     * How the last part of the path is named when the program does not: the logical name and eight random digits, a
     * random UUID, or, for what lives inside another resource, the logical name as it is.
     */
    naming: "random" | "uuid" | "copy";
    /** Inputs that stand beside `properties` in the request body. */
    envelope?: string[];
    /** Whether Azure has it nowhere in particular, so that no location is filled in. */
    global?: true;
    /** Inputs that stand inside `properties`. */
    properties?: string[];
    /** Inputs, beyond those of the path, without which the type cannot be declared. */
    required?: string[];
    /** Whether `properties` is an input and an output by itself instead of being flattened into the others. */
    nested?: true;
    /** SDK name to ARM name, where these differ. */
    renames?: Record<string, string>;
    /** The same inside an object of the request body, by its path there. */
    renamesInside?: Record<string, Record<string, string>>;
    /** Inputs, beyond those of the path, that only a replacement can change. */
    replaceOnChanges?: string[];
    /** Outputs that are not inputs, beyond `name`, `type`, `systemData` and `azureApiVersion`. */
    outputs?: string[];
    /** Paths inside inputs that only the service fills in; never taken for inputs. `*` stands for any one name. */
    computed?: string[];
    /** Objects inside inputs and outputs that ARM splits into `id`, `name`, `type`, `etag` and `properties` as well. */
    flattened?: string[];
    /** Sets of names that Azure keeps as the keys of an object and the SDK takes as a list. */
    stringSets?: string[];
    /** Whether it is a secret of a Key Vault, which the vault deletes and ARM can't. */
    deletedInVault?: true;
    /** Lists that other resources fill: empty in a create, kept as they are in an update, unless the program sets them. */
    maintained?: string[];
}

/** Functions of the SDK that are neither a resource's getter nor about the provider itself: an ARM action each. */
export interface AzureAction {
    /** The key in {@link azureTypes} of the resource that the action is asked of. */
    resource: string;
    action: string;
    apiVersion: string;
}
