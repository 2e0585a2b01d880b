// Instead of `@smithy/core/event-streams`: no request of the functions streams events. Who would need it finds no marshaller.
export const eventStreamSerdeProvider = (): undefined => undefined;
export const resolveEventStreamSerdeConfig = <C>(config: C): C => config;
