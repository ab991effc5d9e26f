package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.quantity.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules of a pod's volumes. */
public final class VolumeRules {
    private VolumeRules() {}

    /** Checks all volumes and returns them by name. */
    public static Map<String, Field> check(Field volumes) {
        Map<String, Field> known = new HashMap<>();
        for (Field volume : volumes.items()) {
            Field name = volume.at("name");
            if (name.blank()) {
                name.required("");
            } else {
                var problems = Names.dns1123Label(name.text());
                name.invalid(problems);
                if (problems.isEmpty() && known.putIfAbsent(name.text(), volume) != null) {
                    name.duplicate();
                }
            }
            source(volume);
        }
        return known;
    }

    private static void source(Field volume) {
        List<String> sources = volume.value().propertyNames().stream()
                .filter(member -> !member.equals("name") && volume.at(member).present())
                .toList();
        if (sources.isEmpty()) {
            volume.required("must specify a volume type");
            return;
        }
        sources.stream()
                .skip(1)
                .forEach(member -> volume.at(member).forbidden("may not specify more than 1 volume type"));
        Field source = volume.at(sources.getFirst());
        switch (sources.getFirst()) {
            case "emptyDir" -> {
                Quantity limit = ResourceRules.read(source.at("sizeLimit"));
                if (limit != null && limit.signum() < 0) {
                    source.at("sizeLimit").forbidden("SizeLimit field must be a valid resource quantity");
                }
            }
            case "hostPath" -> {
                require(source.at("path"));
                noBackSteps(source.at("path"));
            }
            case "secret" -> {
                require(source.at("secretName"));
                files(source);
            }
            case "configMap" -> {
                require(source.at("name"));
                files(source);
            }
            case "persistentVolumeClaim" -> require(source.at("claimName"));
            case "nfs" -> {
                require(source.at("server"));
                require(source.at("path"));
            }
            case "projected", "downwardAPI" -> mode(source.at("defaultMode"));
            default -> {}
        }
    }

    private static void files(Field source) {
        mode(source.at("defaultMode"));
        for (Field item : source.at("items").items()) {
            require(item.at("key"));
            require(item.at("path"));
            relativePath(item.at("path"));
            mode(item.at("mode"));
        }
    }

    private static void mode(Field mode) {
        long bits = mode.number(0);
        if (bits < 0 || bits > 0777) {
            mode.invalid("must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /** A path inside a volume: relative, and never out of it. */
    public static void relativePath(Field path) {
        if (path.text().startsWith("/")) {
            path.invalid("must be a relative path");
        }
        noBackSteps(path);
    }

    private static void noBackSteps(Field path) {
        if (List.of(path.text().split("/", -1)).contains("..")) {
            path.invalid("must not contain '..'");
        }
    }

    private static void require(Field field) {
        if (field.blank()) {
            field.required("");
        }
    }
}
