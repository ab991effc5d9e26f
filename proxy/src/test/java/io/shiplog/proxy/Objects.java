package io.shiplog.proxy;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Objects of the tests, written as YAML. */
public final class Objects {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Objects() {}

    public static JsonNode yaml(String text) {
        return YAML.readTree(text);
    }
}
