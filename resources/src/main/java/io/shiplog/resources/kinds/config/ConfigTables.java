package io.shiplog.resources.kinds.config;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.TableSpec;

/** Tables of configuration and accounts. */
public final class ConfigTables {
    private ConfigTables() {}

    public static TableSpec configMaps() {
        return TableSpec.named()
                .integer("Data", "Entries", Cell.size("data", "binaryData"))
                .age();
    }

    public static TableSpec secrets() {
        return TableSpec.named()
                .text("Type", "What the secret is for", Cell.text("type", ""))
                .integer("Data", "Entries", Cell.size("data"))
                .age();
    }

    public static TableSpec serviceAccounts() {
        return TableSpec.named()
                .integer("Secrets", "Secrets of the account", Cell.size("secrets"))
                .age();
    }
}
