// The peers of bench/decide.py that come from npm: decide.mjs JOB.json prints one JSON line each.
// The job names the rows (csv), the statements for DuckDB, and a decision graph for zen-engine.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { ZenEngine } from '@gorules/zen-engine';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const print = (line) => console.log(JSON.stringify(line));
const seconds = (from) => (performance.now() - from) / 1000;

async function duckdb() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(job.create);
  await connection.run(`COPY facts FROM '${job.csv}' (HEADER false)`);
  const started = performance.now();
  await connection.run(`CREATE TABLE said AS ${job.decide}`);
  const taken = seconds(started);
  const answer = await connection.runAndReadAll(job.sum);
  print({ engine: 'DuckDB, 1 thread', rows: job.rows, seconds: taken, sum: String(answer.getRows()[0][0]) });
}

function readRows(count) {
  return readFileSync(job.csv, 'utf8')
    .split('\n', count)
    .map((line) => {
      const cells = line.split(',');
      return Object.fromEntries(
        job.fields.map(({ name, type }, n) => {
          if (cells[n] === '') return [name, null];
          return [name, type === 'number' ? Number(cells[n]) : type === 'boolean' ? cells[n] === '1' : cells[n]];
        }),
      );
    });
}

async function zen() {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(job.graph)));
  const rows = readRows(job.zen_rows);
  let sum = 0;
  const started = performance.now();
  for (const row of rows) {
    const { result } = await decision.evaluate(row);
    sum += 31 * result.segment_rule + 1009 * result.treatment_rule + 7 * result.wait + 13 * result.priority;
  }
  print({ engine: 'zen-engine, a row at a time', rows: rows.length, seconds: seconds(started), sum: String(sum) });
}

await duckdb();
await zen();
