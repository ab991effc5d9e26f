package io.shiplog.resources.kinds.storage;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Rules of a CSINode: the storage drivers of one node (upstream's {@code ValidateCSINode}, v1.34). */
final class NodeDriverRules {
    private NodeDriverRules() {}

    static void check(Field root) {
        Set<String> names = new HashSet<>();
        for (Field driver : root.at("spec", "drivers").items()) {
            Field name = driver.at("name");
            if (name.blank()) {
                name.required("");
            }
            name.invalid(Names.dns1123Subdomain(name.text().toLowerCase(Locale.ROOT)));
            if (driver.at("nodeID").blank()) {
                driver.at("nodeID").required("");
            }
            driver.at("allocatable", "count").notNegative();
            if (!names.add(name.text())) {
                name.duplicate();
            }
            Set<String> keys = new HashSet<>();
            for (Field key : driver.at("topologyKeys").items()) {
                if (!keys.add(key.text())) {
                    driver.duplicate(key.text());
                }
                driver.invalid(Names.qualifiedName(key.text()));
            }
        }
    }
}
