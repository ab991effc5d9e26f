package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Rules of the resources that a container, or a pod as a whole, asks for. */
public final class ResourceRules {
    private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");

    private ResourceRules() {}

    public static void check(Field resources) {
        check(resources, ResourceRules::standard);
    }

    /** @param name what a resource's name has to be, reported where its amount stands */
    static void check(Field resources, BiConsumer<String, Field> name) {
        Field limits = resources.at("limits");
        Field requests = resources.at("requests");
        limits.entries((resource, limit) -> {
            name.accept(resource, limit);
            amount(resource, limit);
        });
        requests.entries((resource, request) -> {
            name.accept(resource, request);
            amount(resource, request);
            Quantity wanted = read(request);
            Quantity limit = read(limits.key(resource));
            if (wanted != null && limit != null) {
                within(resource, requests, wanted, limit);
            } else if (wanted != null && !canOvercommit(resource)) {
                limits.required("Limit must be set for non overcommitable resources");
            }
        });
    }

    private static void within(String name, Field requests, Quantity wanted, Quantity limit) {
        if (!canOvercommit(name) && wanted.compareTo(limit) != 0) {
            requests.invalid(wanted.toString(), "must be equal to " + name + " limit of " + limit);
        } else if (wanted.compareTo(limit) > 0) {
            requests.invalid(wanted.toString(), "must be less than or equal to " + name + " limit of " + limit);
        }
    }

    private static void standard(String name, Field field) {
        field.invalid(Names.qualifiedName(name));
        if (!name.contains("/") && !STANDARD.contains(name) && !name.startsWith("hugepages-")) {
            field.invalid(name, "must be a standard resource for containers");
        }
    }

    private static void amount(String name, Field field) {
        Quantity quantity = read(field);
        if (quantity == null) {
            return;
        }
        if (quantity.signum() < 0) {
            field.invalid(quantity.toString(), "must be greater than or equal to 0");
        }
        if (!canOvercommit(name) && quantity.milliValue() % 1000 != 0) {
            field.invalid(quantity.toString(), "must be an integer");
        }
    }

    /** Whether requests may be less than limits: not for huge pages and devices, which exist or do not. */
    private static boolean canOvercommit(String name) {
        return STANDARD.contains(name) || name.contains("kubernetes.io/");
    }

    /** A quantity that cannot be read has been reported by the structural check. */
    public static @Nullable Quantity read(Field field) {
        try {
            return field.present() ? Quantity.parse(field.text()) : null;
        } catch (QuantityException reported) {
            return null;
        }
    }
}
