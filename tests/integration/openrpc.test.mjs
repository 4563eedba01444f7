// proto/openrpc.json is a valid OpenRPC document, each schema in it is valid JSON Schema, and every sample fits its schema.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import Ajv from 'ajv';

const root = new URL('../../', import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const require = createRequire(import.meta.url);
const document = read('proto/openrpc.json');

const formats = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  email: /^[^@\s]+@[^@\s]+$/,
};

/** A validator of one schema of the document, its references resolved. */
function validator(schema) {
  const ajv = new Ajv({ strict: false, formats });
  return ajv.compile({ ...schema, components: document.components });
}

/** The validator of OpenRPC documents, its JSON Schema meta-schema registered under the name it is referred to by. */
function openRpcValidator() {
  const { $schema: _, ...jsonSchema } = require('@json-schema-tools/meta-schema').default;
  const { $schema: __, ...openRpc } = require('@open-rpc/meta-schema').default;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  // The document refers to it with and without the slash.
  ajv.addSchema(jsonSchema, 'https://meta.json-schema.tools');
  return ajv.compile(openRpc);
}

test('the document satisfies the OpenRPC meta-schema', () => {
  const validate = openRpcValidator();
  assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 3)));
});

test('the meta-schema refuses a document without methods', () => {
  assert.ok(!openRpcValidator()({ openrpc: '1.2.6', info: document.info }));
});

test('every sample fits the schema of its method, event or object, and a spoilt one does not', () => {
  const parts = new Map();
  for (const m of document.methods) {
    const properties = Object.fromEntries(m.params.map((p) => [p.name, p.schema]));
    const required = m.params.filter((p) => p.required).map((p) => p.name);
    parts.set(`${m.name}.json`, { params: { type: 'object', properties, required }, result: m.result.schema });
  }
  for (const e of document['x-events']) parts.set(`${e.name}.json`, { params: e.params });
  for (const o of document['x-objects']) parts.set(`object.${o.type}.json`, { '': o.schema });
  const samples = readdirSync(new URL('proto/samples/', root)).filter((f) => f.endsWith('.json'));
  assert.deepEqual(samples.sort(), [...parts.keys()].sort());
  for (const [file, schemas] of parts) {
    const sample = read(`proto/samples/${file}`);
    for (const [part, schema] of Object.entries(schemas)) {
      const validate = validator(schema);
      const value = part ? sample[part] : sample;
      assert.ok(validate(value), `${file} ${part}: ${JSON.stringify(validate.errors)}`);
      const name = Object.keys(value)[0];
      if (name) assert.ok(!validate({ ...value, [name]: { spoilt: [] } }), `${file} ${part}: accepts a spoilt ${name}`);
    }
  }
});
