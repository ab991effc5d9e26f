package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.json.GoText;
import io.shiplog.resources.structural.Formats;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What somebody who stores a definition is told although it is stored: what of it has no effect. */
final class DefinitionWarnings {
    private DefinitionWarnings() {}

    static List<String> of(JsonNode definition) {
        List<String> warnings = new ArrayList<>();
        for (JsonNode version : definition.path("spec").path("versions")) {
            walk(version.path("schema").path("openAPIV3Schema"), warnings);
        }
        JsonNode strategy = definition.path("spec").path("conversion").path("strategy");
        if (strategy.asString("").equals("Webhook")) {
            warnings.add("spec.conversion.strategy: conversion webhooks are not called by this server, which serves the"
                    + " storage version only");
        }
        return warnings.stream().distinct().toList();
    }

    private static void walk(JsonNode schema, List<String> warnings) {
        if (schema.isObject()) {
            String format = schema.path("format").asString("");
            if (schema.path("type").asString("").equals("string") && !format.isEmpty() && !Formats.isKnown(format)) {
                warnings.add("unrecognized format " + GoText.quoted(format));
            }
            schema.path("properties").forEach(one -> walk(one, warnings));
            walk(schema.path("items"), warnings);
            walk(schema.path("additionalProperties"), warnings);
        }
    }
}
