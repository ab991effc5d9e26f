package io.shiplog.resources.kinds.policy;

import io.shiplog.resources.Field;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import org.jspecify.annotations.Nullable;

/** The rules of amounts, in quotas and limit ranges. */
public final class AmountRules {
    private AmountRules() {}

    /** Every entry is an amount that is not negative. */
    public static void amounts(Field map) {
        map.entries((name, amount) -> amount(amount));
    }

    /** The amount there; null, reported, when it is none. */
    public static @Nullable Quantity amount(Field field) {
        try {
            Quantity quantity = Quantity.parse(field.text());
            if (quantity.signum() < 0) {
                field.invalid(quantity.toString(), "must be greater than or equal to 0");
            }
            return quantity;
        } catch (QuantityException problem) {
            field.invalid(String.valueOf(problem.getMessage()));
            return null;
        }
    }

    public static void limitRange(Field spec) {
        for (Field limit : spec.at("limits").items()) {
            if (limit.at("type").blank()) {
                limit.at("type").required("");
            }
            limit.at("max").entries((name, most) -> {
                Quantity max = amount(most);
                if (max != null) {
                    atMost(limit.at("min").key(name), "min value", max);
                    atMost(limit.at("default").key(name), "default value", max);
                    atMost(limit.at("defaultRequest").key(name), "default request value", max);
                }
            });
        }
    }

    private static void atMost(Field field, String what, Quantity max) {
        Quantity value = field.absent() ? null : amount(field);
        if (value != null && value.compareTo(max) > 0) {
            field.invalid(value.toString(), what + " " + value + " is greater than max value " + max);
        }
    }
}
