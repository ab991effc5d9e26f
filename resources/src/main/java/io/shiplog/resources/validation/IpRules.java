package io.shiplog.resources.validation;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.IpSyntax;

/** That a field is an IP address. */
public final class IpRules {
    public static final String NOT_AN_ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    private IpRules() {}

    /** Reports when the text here is no address. */
    public static void address(Field field) {
        if (!IpSyntax.isAddress(field.text())) {
            field.invalid(NOT_AN_ADDRESS);
        }
    }
}
