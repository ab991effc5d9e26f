package io.shiplog.resources.kinds.config;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.names.Names;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rules of ConfigMaps and Secrets. */
public final class ConfigRules {
    private static final int MAX_BYTES = 1024 * 1024;

    private ConfigRules() {}

    public static void configMap(Field root) {
        long[] bytes = {0};
        root.at("data").entries((key, value) -> {
            Names.configMapKey(key).forEach(problem -> value.invalid(key, problem));
            if (root.at("binaryData").key(key).present()) {
                value.invalid(key, "duplicate of key present in binaryData");
            }
            bytes[0] += value.text().getBytes(StandardCharsets.UTF_8).length;
        });
        root.at("binaryData").entries((key, value) -> {
            Names.configMapKey(key).forEach(problem -> value.invalid(key, problem));
            bytes[0] += decodedLength(value.text());
        });
        if (bytes[0] > MAX_BYTES) {
            root.report(FieldError.tooLong("", MAX_BYTES));
        }
    }

    public static void secret(Field root) {
        long[] bytes = {0};
        Field data = root.at("data");
        data.entries((key, value) -> {
            Names.configMapKey(key).forEach(problem -> value.invalid(key, problem));
            bytes[0] += decodedLength(value.text());
        });
        if (bytes[0] > MAX_BYTES) {
            data.report(FieldError.tooLong("data", MAX_BYTES));
        }
        for (String key : keysOf(root.at("type").text())) {
            if (data.key(key).absent()) {
                data.key(key).required("");
            }
        }
        if (root.at("type").text().equals("kubernetes.io/basic-auth")
                && data.key("username").absent()
                && data.key("password").absent()) {
            data.key("username").required("");
            data.key("password").required("");
        }
        if (root.at("type").text().equals("kubernetes.io/service-account-token")
                && root.at("metadata", "annotations")
                        .key("kubernetes.io/service-account.name")
                        .blank()) {
            root.at("metadata", "annotations")
                    .key("kubernetes.io/service-account.name")
                    .required("");
        }
    }

    private static List<String> keysOf(String type) {
        return switch (type) {
            case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
            case "kubernetes.io/dockercfg" -> List.of(".dockercfg");
            case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
            case "kubernetes.io/ssh-auth" -> List.of("ssh-privatekey");
            default -> List.of();
        };
    }

    private static long decodedLength(String base64) {
        return base64.length() * 3L / 4;
    }
}
