// Judges whether a protocol document only adds to an earlier one: what an old client sends is still taken, what it reads is still there.

/** Faults as sentences, none when every client of `before` can work with `after`. Both are openrpc.json, parsed. */
export function incompatibilities(before, after) {
  const faults = [];
  const schemas = { before: before.components.schemas, after: after.components.schemas };
  each_named(before.methods, after.methods, 'method', faults, (old, now) => method(old, now, schemas, faults));
  each_named(before['x-events'], after['x-events'], 'event', faults, (old, now) => schema(old.params, now.params, { where: old.name, sends: false, schemas, faults, seen: new Set() }));
  each_named(before['x-objects'] ?? [], after['x-objects'] ?? [], 'object', faults, (old, now) => {
    if (old.schema) schema(old.schema, now.schema, { where: `object ${old.name}`, sends: false, schemas, faults, seen: new Set() });
  });
  return faults;
}

function each_named(before, after, what, faults, compare) {
  const name_of = (each) => each.name ?? each.type;
  const by_name = new Map(after.map((each) => [name_of(each), each]));
  for (const old of before) {
    const now = by_name.get(name_of(old));
    if (now) compare(old, now);
    else faults.push(`${what} ${name_of(old)} is gone`);
  }
}

function method(old, now, schemas, faults) {
  const where = old.name;
  if (old['x-access'] === 'anyone' && now['x-access'] !== 'anyone') faults.push(`${where} needs a session now`);
  if (old['x-transport'] === 'any' && now['x-transport'] !== 'any') faults.push(`${where} no longer goes over every transport`);
  const params = new Map(now.params.map((each) => [each.name, each]));
  for (const each of old.params) {
    const same = params.get(each.name);
    params.delete(each.name);
    if (!same) faults.push(`${where}: parameter ${each.name} is gone, and unknown ones are refused`);
    else if (same.required && !each.required) faults.push(`${where}: parameter ${each.name} is required now`);
    else schema(each.schema, same.schema, { where: `${where}.${each.name}`, sends: true, schemas, faults, seen: new Set() });
  }
  for (const each of params.values()) if (each.required) faults.push(`${where}: new parameter ${each.name} is required`);
  schema(old.result.schema, now.result.schema, { where: `${where} result`, sends: false, schemas, faults, seen: new Set() });
}

function resolve(given, of) {
  const name = given?.$ref?.split('/').at(-1);
  return name ? of[name] : given;
}

/** `sends`: the client sends it, so that it may not get narrower; else the client reads it, so that it may not get poorer. */
function schema(given_old, given_now, context) {
  const { where, sends, schemas, faults, seen } = context;
  const old = resolve(given_old, schemas.before), now = resolve(given_now, schemas.after);
  if (!old || seen.has(old)) return;
  seen.add(old);
  if (!now) return void faults.push(`${where} is gone`);
  types(old, now, where, sends, faults);
  if (sends) narrower(old, now, where, faults);
  for (const [name, of_old] of Object.entries(old.properties ?? {})) {
    const of_now = now.properties?.[name];
    const below = `${where}.${name}`;
    if (!of_now) faults.push(`${below} is gone`);
    else schema(of_old, of_now, { ...context, where: below });
    if (!sends && old.required?.includes(name) && !now.required?.includes(name)) faults.push(`${below} need not be there any more`);
  }
  if (sends) for (const name of now.required ?? []) if (!old.required?.includes(name)) faults.push(`${where}.${name} is required now`);
  if (old.items) schema(old.items, now.items, { ...context, where: `${where}[]` });
  for (const kind of ['anyOf', 'oneOf'])
    (old[kind] ?? []).forEach((each, i) => schema(each, now[kind]?.[i], { ...context, where: `${where} ${kind}${i}` }));
}

function types(old, now, where, sends, faults) {
  const [a, b] = [old, now].map((each) => [each.type ?? []].flat());
  const lost = sends ? a.filter((each) => !b.includes(each)) : b.filter((each) => a.length > 0 && !a.includes(each));
  if (lost.length > 0 || (a.length > 0 && b.length === 0 && !now.anyOf && !now.oneOf)) faults.push(`${where} has another type`);
}

function narrower(old, now, where, faults) {
  for (const [key, sign] of [['minLength', 1], ['minimum', 1], ['minItems', 1], ['maxLength', -1], ['maximum', -1], ['maxItems', -1]]) {
    const none = sign > 0 ? -Infinity : Infinity;
    if (sign * (now[key] ?? none) > sign * (old[key] ?? none)) faults.push(`${where}: ${key} is narrower`);
  }
  for (const key of ['pattern', 'format']) if (now[key] !== undefined && now[key] !== old[key]) faults.push(`${where}: another ${key}`);
  if (now.enum) for (const value of old.enum ?? []) if (!now.enum.includes(value)) faults.push(`${where}: ${value} is no longer taken`);
  if (now.enum && !old.enum) faults.push(`${where}: only some values are taken now`);
}
