/** What the API server refuses: functions from an object (and its predecessor) to upstream's field errors. */
@NullMarked
package io.shiplog.resources.validation;

import org.jspecify.annotations.NullMarked;
