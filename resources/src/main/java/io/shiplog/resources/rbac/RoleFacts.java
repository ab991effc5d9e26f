package io.shiplog.resources.rbac;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import java.util.List;

/**
 * What a Role or ClusterRole allows.
 *
 * @param rules in its order
 */
public record RoleFacts(List<RoleRule> rules) {
    private static final Decoder<RoleFacts> DECODER =
            new Decoder<>(RoleFacts.class, json -> new RoleFacts(RoleRule.read(Json.parse(json))));

    public RoleFacts {
        rules = List.copyOf(rules);
    }

    public static RoleFacts of(StoredObject role) {
        return role.facts(DECODER);
    }
}
