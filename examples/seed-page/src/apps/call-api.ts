const { API, API_KEY } = process.env;

console.log("holds:", API_KEY);
const answer = await fetch(`${API}/v1/charges`, { headers: { authorization: `Bearer ${API_KEY}` } });
console.log("is answered:", await answer.text());
