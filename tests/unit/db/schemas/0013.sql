BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0013');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('529dad4b-769e-56ca-8a92-652a4bc6ae72','c09c08c6-b355-499e-b455-d367698d9eb5','fetch','source','talk-8.00-f0446cbe.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795723682143);
INSERT INTO "artifacts" VALUES('55807ebe-6327-56bc-8043-c1f55f36320e','c09c08c6-b355-499e-b455-d367698d9eb5','scenes','poster','talk-8.00-f0446cbe poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795723684227);
INSERT INTO "artifacts" VALUES('d2da7ec5-f652-56d2-af24-94f4aa773180','c09c08c6-b355-499e-b455-d367698d9eb5','scenes','sprite','talk-8.00-f0446cbe storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795723684227);
INSERT INTO "artifacts" VALUES('a7393e00-7afe-5d6d-8d86-521d9c4ea48b','b98dc896-30aa-45eb-af3f-7b0eb57f536b','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795723684605);
INSERT INTO "artifacts" VALUES('6d159558-e172-5531-9b5b-9f4d9a3b8b65','c09c08c6-b355-499e-b455-d367698d9eb5','audio','audio','talk-8.00-f0446cbe.mp3','audio/mpeg','fff5ee7a92b08cc56ec9a8883726fa62b1485972cd8ad166d5e6d72e24ed7b98','.mp3',264266,1795723684802);
INSERT INTO "artifacts" VALUES('b43ae393-44c1-5173-ac8f-03c024400716','c09c08c6-b355-499e-b455-d367698d9eb5','audio','waveform','talk-8.00-f0446cbe waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795723684802);
INSERT INTO "artifacts" VALUES('c27cdc92-fafb-5464-8179-ffe241cc309e','c09c08c6-b355-499e-b455-d367698d9eb5','transcribe','transcript','talk-8.00-f0446cbe.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795723689559);
INSERT INTO "artifacts" VALUES('265e262e-b3b1-56d0-9108-042a19ef6f22','c09c08c6-b355-499e-b455-d367698d9eb5','transcribe','transcript','talk-8.00-f0446cbe.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795723689559);
INSERT INTO "artifacts" VALUES('75a1aeb5-4dc4-5c22-be92-6ff3d7ed2bb3','c09c08c6-b355-499e-b455-d367698d9eb5','transcribe','transcript','talk-8.00-f0446cbe.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795723689559);
INSERT INTO "artifacts" VALUES('3649f5eb-d795-5e60-8448-82d433f70717','c09c08c6-b355-499e-b455-d367698d9eb5','clips','clip','talk-8.00-f0446cbe clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795723691428);
INSERT INTO "artifacts" VALUES('928b5e72-1c4c-5b2d-9563-aa0011d97b1b','c09c08c6-b355-499e-b455-d367698d9eb5','clips','clip_thumbnail','talk-8.00-f0446cbe clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795723691428);
CREATE TABLE deliveries (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	webhook_id VARCHAR, 
	job_id VARCHAR, 
	event VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	host VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_ms BIGINT, 
	response_status INTEGER, 
	error TEXT, 
	response_ms INTEGER, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT
);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'c09c08c6-b355-499e-b455-d367698d9eb5',1,'job_moved',1795723681792,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',1,'job_moved',1795723681800,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'c09c08c6-b355-499e-b455-d367698d9eb5',2,'job_moved',1795723681805,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',2,'job_moved',1795723681814,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'c09c08c6-b355-499e-b455-d367698d9eb5',3,'stage_moved',1795723681821,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.0042033360005007125}');
INSERT INTO "events" VALUES(6,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',3,'stage_moved',1795723681873,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.5660349989967655,"stage_status":"running","waited_s":0.051503417002095375}');
INSERT INTO "events" VALUES(7,'c09c08c6-b355-499e-b455-d367698d9eb5',4,'stage_moved',1795723682143,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":6.7695442090063,"stage_status":"completed","cached":false,"work_s":0.30178513700229814,"waited_s":0.0042033360005007125}');
INSERT INTO "events" VALUES(8,'c09c08c6-b355-499e-b455-d367698d9eb5',5,'stage_moved',1795723682249,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.659906094000791,"stage_status":"running","waited_s":0.011284505999356043}');
INSERT INTO "events" VALUES(9,'c09c08c6-b355-499e-b455-d367698d9eb5',6,'log_line',1795723682685,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'c09c08c6-b355-499e-b455-d367698d9eb5',7,'stage_moved',1795723682797,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.934649735090064,"stage_status":"running","waited_s":0.550686060996668}');
INSERT INTO "events" VALUES(11,'c09c08c6-b355-499e-b455-d367698d9eb5',8,'stage_moved',1795723682801,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.930274293093392,"stage_status":"completed","cached":false,"work_s":0.5348909010062926,"waited_s":0.011284505999356043}');
INSERT INTO "events" VALUES(12,'c09c08c6-b355-499e-b455-d367698d9eb5',9,'stage_moved',1795723682842,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":6.921557939092311,"stage_status":"running","waited_s":0.0013819559972034767}');
INSERT INTO "events" VALUES(13,'c09c08c6-b355-499e-b455-d367698d9eb5',10,'log_line',1795723684028,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(14,'c09c08c6-b355-499e-b455-d367698d9eb5',11,'stage_moved',1795723684197,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.090410981006512,"stage_status":"running","waited_s":1.9729633550014114}');
INSERT INTO "events" VALUES(15,'c09c08c6-b355-499e-b455-d367698d9eb5',12,'stage_moved',1795723684227,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.05987338899949,"stage_status":"completed","cached":false,"work_s":1.3529454210001859,"waited_s":0.550686060996668}');
INSERT INTO "events" VALUES(16,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',4,'stage_moved',1795723684605,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":1.0747271270021446,"stage_status":"completed","cached":false,"work_s":2.726883628994983,"waited_s":0.051503417002095375}');
INSERT INTO "events" VALUES(17,'c09c08c6-b355-499e-b455-d367698d9eb5',13,'log_line',1795723684731,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',5,'stage_moved',1795723684802,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":0.8773406670017283,"stage_status":"running","waited_s":0.1853453969961265}');
INSERT INTO "events" VALUES(19,'c09c08c6-b355-499e-b455-d367698d9eb5',14,'stage_moved',1795723684802,'{"status":"processing","progress":0.24955841528674785,"attempt":1,"stage":"audio","eta_s":6.046131305003014,"stage_status":"completed","cached":false,"work_s":0.5919852099978016,"waited_s":1.9729633550014114}');
INSERT INTO "events" VALUES(20,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',6,'job_error',1795723684855,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',7,'job_moved',1795723684855,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'c09c08c6-b355-499e-b455-d367698d9eb5',15,'log_line',1795723686120,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'c09c08c6-b355-499e-b455-d367698d9eb5',16,'log_line',1795723686193,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'c09c08c6-b355-499e-b455-d367698d9eb5',17,'segment_transcribed',1795723689525,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}]}}');
INSERT INTO "events" VALUES(25,'c09c08c6-b355-499e-b455-d367698d9eb5',18,'segment_transcribed',1795723689525,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}]}}');
INSERT INTO "events" VALUES(26,'c09c08c6-b355-499e-b455-d367698d9eb5',19,'segment_transcribed',1795723689527,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}]}}');
INSERT INTO "events" VALUES(27,'c09c08c6-b355-499e-b455-d367698d9eb5',20,'stage_moved',1795723689559,'{"status":"processing","progress":0.5259153094406419,"attempt":1,"stage":"transcribe","eta_s":11.012513005134995,"stage_status":"completed","cached":false,"work_s":6.741407417997834,"waited_s":0.0013819559972034767}');
INSERT INTO "events" VALUES(28,'c09c08c6-b355-499e-b455-d367698d9eb5',21,'stage_moved',1795723689580,'{"status":"processing","progress":0.5259153094406419,"attempt":1,"stage":"analyse","eta_s":10.989014630137124,"stage_status":"running","waited_s":0.005901102995267138}');
INSERT INTO "events" VALUES(29,'c09c08c6-b355-499e-b455-d367698d9eb5',22,'stage_moved',1795723689616,'{"status":"processing","progress":0.5259153094406419,"attempt":1,"stage":"clips","eta_s":10.952265943135306,"stage_status":"running","waited_s":0.005151436998858117}');
INSERT INTO "events" VALUES(30,'c09c08c6-b355-499e-b455-d367698d9eb5',23,'log_line',1795723690343,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'c09c08c6-b355-499e-b455-d367698d9eb5',24,'log_line',1795723691414,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'c09c08c6-b355-499e-b455-d367698d9eb5',25,'clip_cut',1795723691428,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","width":640,"height":360,"artifact_id":"3649f5eb-d795-5e60-8448-82d433f70717","thumbnail_id":"928b5e72-1c4c-5b2d-9563-aa0011d97b1b"}');
INSERT INTO "events" VALUES(33,'c09c08c6-b355-499e-b455-d367698d9eb5',26,'stage_moved',1795723691513,'{"status":"processing","progress":0.7398138343275567,"attempt":1,"stage":"clips","eta_s":3.041,"stage_status":"completed","cached":false,"work_s":1.8624502480015508,"waited_s":0.005151436998858117}');
INSERT INTO "events" VALUES(34,'c09c08c6-b355-499e-b455-d367698d9eb5',27,'log_line',1795723693043,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'c09c08c6-b355-499e-b455-d367698d9eb5',28,'log_line',1795723700420,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'c09c08c6-b355-499e-b455-d367698d9eb5',29,'stage_moved',1795723702776,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":13.187239433005743,"waited_s":0.005901102995267138}');
INSERT INTO "events" VALUES(37,'c09c08c6-b355-499e-b455-d367698d9eb5',30,'job_moved',1795723702791,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'d69bbc7b-191d-4bcf-8d3e-ff17066583b5',1,'job_moved',1795723702816,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'6069d509-b787-44f3-b071-03a6a1c4547f',1,'job_moved',1795723702818,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'74976748-b80b-490c-a97b-6305d073527b',1,'job_moved',1795723702830,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'74976748-b80b-490c-a97b-6305d073527b',2,'job_moved',1795723702834,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'bacc9e1c-e855-453c-a054-e971f8de4205',1,'job_moved',1795723702850,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'bacc9e1c-e855-453c-a054-e971f8de4205',2,'job_moved',1795723702858,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'bacc9e1c-e855-453c-a054-e971f8de4205',3,'job_error',1795723702866,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'bacc9e1c-e855-453c-a054-e971f8de4205',4,'job_moved',1795723702866,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827259702816}');
INSERT INTO "events" VALUES(46,'f16c0bc8-e5c0-489e-a1ef-43f1b01d4639',1,'job_moved',1795723702893,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'f16c0bc8-e5c0-489e-a1ef-43f1b01d4639',2,'job_moved',1795723702906,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
CREATE TABLE file_copies (
	sha256 VARCHAR NOT NULL, 
	begun_ms BIGINT NOT NULL, 
	copied_ms BIGINT, 
	leaving_ms BIGINT, 
	PRIMARY KEY (sha256)
);
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms":1795723679050}');
INSERT INTO "flags" VALUES('database','{"id":"121b2586abc745e59aa0b1d9357f1208"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827259702816}');
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('c09c08c6-b355-499e-b455-d367698d9eb5','fetch','completed',1.0,'fetch-e0e444c680db85e655e11916cfbfcf92950e90781600e8652f0119f156e1f4e7',0,1795723681821,3.0178513700229814276e-01,0,4.20333600050071254372e-03);
INSERT INTO "job_stages" VALUES('c09c08c6-b355-499e-b455-d367698d9eb5','audio','completed',1.0,'audio-2cec68fdd6caedc16890163c19f3759925ac817c5359e9d95bf9c53e8f34803b',0,1795723684197,5.91985209997801575809e-01,0,1.97296335500141140073e+00);
INSERT INTO "job_stages" VALUES('c09c08c6-b355-499e-b455-d367698d9eb5','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795723682249,5.34890901006292551755e-01,0,1.12845059993560425937e-02);
INSERT INTO "job_stages" VALUES('c09c08c6-b355-499e-b455-d367698d9eb5','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795723682797,1.35294542100018588826e+00,0,0.550686060996668);
INSERT INTO "job_stages" VALUES('c09c08c6-b355-499e-b455-d367698d9eb5','transcribe','completed',1.0,'transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a',0,1795723682842,6.74140741799783427268e+00,3,1.381955997203476727e-03);
INSERT INTO "job_stages" VALUES('c09c08c6-b355-499e-b455-d367698d9eb5','analyse','completed',1.0,'analyse-33bc551574430bd6ca1b40a22e06719d1ab9e06f1c68bb482007cd054ac80d81',0,1795723689580,1.31872394330057431945e+01,0,5.90110299526713788509e-03);
INSERT INTO "job_stages" VALUES('c09c08c6-b355-499e-b455-d367698d9eb5','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795723689616,1.86245024800155078992e+00,1,5.15143699885811656713e-03);
INSERT INTO "job_stages" VALUES('b98dc896-30aa-45eb-af3f-7b0eb57f536b','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795723681873,2.72688362899498315528e+00,0,5.150341700209537521e-02);
INSERT INTO "job_stages" VALUES('b98dc896-30aa-45eb-af3f-7b0eb57f536b','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795723684802,NULL,0,1.85345396996126510202e-01);
INSERT INTO "job_stages" VALUES('bacc9e1c-e855-453c-a054-e971f8de4205','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('bacc9e1c-e855-453c-a054-e971f8de4205','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('bacc9e1c-e855-453c-a054-e971f8de4205','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('bacc9e1c-e855-453c-a054-e971f8de4205','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('bacc9e1c-e855-453c-a054-e971f8de4205','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('f16c0bc8-e5c0-489e-a1ef-43f1b01d4639','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('f16c0bc8-e5c0-489e-a1ef-43f1b01d4639','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('f16c0bc8-e5c0-489e-a1ef-43f1b01d4639','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-f0446cbe
c09c08c6-b355-499e-b455-d367698d9eb5
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
b98dc896-30aa-45eb-af3f-7b0eb57f536b');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-f0446cbe
d69bbc7b-191d-4bcf-8d3e-ff17066583b5');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-f0446cbe
6069d509-b787-44f3-b071-03a6a1c4547f');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-f0446cbe
74976748-b80b-490c-a97b-6305d073527b');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-f0446cbe
bacc9e1c-e855-453c-a054-e971f8de4205');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-f0446cbe
f16c0bc8-e5c0-489e-a1ef-43f1b01d4639');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
CREATE TABLE job_webhooks (
	job_id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'c09c08c6-b355-499e-b455-d367698d9eb5',NULL,'16d14419-7840-438c-973f-3bd9c876f555','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795720681792,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-f0446cbe',8.2,NULL,NULL,1,NULL,1795723681792,1795723702811,1795723681792,1795723681805,1795723702791,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'b98dc896-30aa-45eb-af3f-7b0eb57f536b',NULL,'ad94b9b2-1c22-4ceb-8b28-51f5ee6bab1f','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795720681800,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795723681800,1795723684855,1795723681800,1795723681814,1795723684855,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'d69bbc7b-191d-4bcf-8d3e-ff17066583b5',NULL,'16d14419-7840-438c-973f-3bd9c876f555','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827256702816,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-f0446cbe',8.2,NULL,NULL,0,NULL,1795723702816,1795723702816,NULL,NULL,NULL,1827259702816,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'6069d509-b787-44f3-b071-03a6a1c4547f',NULL,'16d14419-7840-438c-973f-3bd9c876f555','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795720702818,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-f0446cbe',8.2,'key','hash',0,NULL,1795723702818,1795723702818,1795723702818,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'74976748-b80b-490c-a97b-6305d073527b',NULL,'16d14419-7840-438c-973f-3bd9c876f555','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795718302830,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-f0446cbe',8.2,NULL,NULL,0,NULL,1795723702830,1795723702834,1795723702830,NULL,1795723702834,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'bacc9e1c-e855-453c-a054-e971f8de4205',NULL,'16d14419-7840-438c-973f-3bd9c876f555','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795720702850,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-f0446cbe',8.2,NULL,NULL,0,NULL,1795723702850,1795723702866,1795723702850,1795723702858,NULL,1827259702816,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'f16c0bc8-e5c0-489e-a1ef-43f1b01d4639',NULL,'16d14419-7840-438c-973f-3bd9c876f555','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795720702893,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-f0446cbe',8.2,NULL,NULL,0,NULL,1795723702893,1795723702906,1795723702893,1795723702906,NULL,NULL,NULL,'{}','f7ee2624cfc5b346',1795723717906);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-e0e444c680db85e655e11916cfbfcf92950e90781600e8652f0119f156e1f4e7','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('audio-2cec68fdd6caedc16890163c19f3759925ac817c5359e9d95bf9c53e8f34803b','fff5ee7a92b08cc56ec9a8883726fa62b1485972cd8ad166d5e6d72e24ed7b98',264266);
INSERT INTO "key_blobs" VALUES('audio-2cec68fdd6caedc16890163c19f3759925ac817c5359e9d95bf9c53e8f34803b','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-e0e444c680db85e655e11916cfbfcf92950e90781600e8652f0119f156e1f4e7','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-f0446cbe","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',3.0178513700229814276e-01,1795723682121);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',5.34890901006292551755e-01,1795723682784);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',1.35294542100018588826e+00,1795723684146);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',2.72688362899498315528e+00,1795723684600);
INSERT INTO "outputs" VALUES('audio-2cec68fdd6caedc16890163c19f3759925ac817c5359e9d95bf9c53e8f34803b','audio','{"audio":{"sha256":"fff5ee7a92b08cc56ec9a8883726fa62b1485972cd8ad166d5e6d72e24ed7b98","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',5.91985209997801575809e-01,1795723684788);
INSERT INTO "outputs" VALUES('transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"engine":"whisper","response_id":null,"srt":{"sha256":"fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97","size_bytes":214,"suffix":".srt"},"vtt":{"sha256":"7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6","size_bytes":216,"suffix":".vtt"},"txt":{"sha256":"a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19","size_bytes":115,"suffix":".txt"}}','[]',6.74140741799783427268e+00,1795723689550);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count":1}','[]',1.86245024800155078992e+00,1795723691440);
INSERT INTO "outputs" VALUES('analyse-33bc551574430bd6ca1b40a22e06719d1ab9e06f1c68bb482007cd054ac80d81','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0159,"neutral":0.9664,"negative":0.0177},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024,"start_s":0.59},{"index":1,"label":"neutral","score":-0.002,"start_s":3.62},{"index":2,"label":"neutral","score":0.0004,"start_s":6.95}],"topics":["Space, ran, r."],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815},{"text":"ran","score":0.6094}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',1.31872394330057431945e+01,1795723702767);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-b6afab46d28298b152d08b9410a69b7ddc680f145922ea1939fb70e73f51517a',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","video":{"sha256":"0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4","size_bytes":199768,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',7.00122439992788336837e-01,2);
INSERT INTO "rates" VALUES('speech','',6.52305976836942136287e-02,1);
INSERT INTO "rates" VALUES('scenes','',1.64993344024412930126e-01,1);
INSERT INTO "rates" VALUES('audio','',7.21933182924148347803e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',8.22122855853394507441e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',3.72490049600310180188e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',1.60819993085435908319e+00,1);
CREATE TABLE scene_subtitles (
	scene_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	scene_start_time FLOAT NOT NULL, 
	scene_end_time FLOAT NOT NULL, 
	subtitle_data JSON NOT NULL, 
	PRIMARY KEY (scene_id)
);
CREATE TABLE timelines (
	num INTEGER NOT NULL, 
	timeline JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE transcript_edits (
	transcript_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	first INTEGER NOT NULL, 
	placed INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	PRIMARY KEY (transcript_id, revision)
);
CREATE TABLE transcript_segments (
	transcript_id VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	start_time FLOAT NOT NULL, 
	end_time FLOAT NOT NULL, 
	text TEXT NOT NULL, 
	original_text TEXT, 
	moved BOOLEAN NOT NULL, 
	confidence FLOAT NOT NULL, 
	no_speech_probability FLOAT NOT NULL, 
	speaker_label TEXT, 
	segment_type VARCHAR NOT NULL, 
	flags JSON NOT NULL, 
	words JSON NOT NULL, 
	PRIMARY KEY (transcript_id, idx)
);
CREATE TABLE video_transcripts (
	id VARCHAR NOT NULL, 
	analysis_id VARCHAR, 
	video_filename TEXT, 
	video_duration FLOAT, 
	language_code VARCHAR, 
	transcription_method VARCHAR, 
	confidence_score FLOAT, 
	full_transcript_text TEXT NOT NULL, 
	processing_time_seconds FLOAT, 
	api_response_id VARCHAR, 
	status VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	taken INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	open BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE videos (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url TEXT, 
	filename VARCHAR, 
	sha256 VARCHAR, 
	suffix VARCHAR, 
	size_bytes BIGINT, 
	media JSON, 
	user_id VARCHAR, 
	folded TEXT NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL
);
INSERT INTO "videos" VALUES(1,'16d14419-7840-438c-973f-3bd9c876f555',NULL,'talk-8.00-f0446cbe.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-f0446cbe.mp4
16d14419-7840-438c-973f-3bd9c876f555',NULL,1795723681495,1795723681495);
INSERT INTO "videos" VALUES(2,'ad94b9b2-1c22-4ceb-8b28-51f5ee6bab1f',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
ad94b9b2-1c22-4ceb-8b28-51f5ee6bab1f',NULL,1795723681791,1795723681791);
CREATE TABLE webhooks (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	events JSON NOT NULL, 
	sealed TEXT NOT NULL, 
	user_id VARCHAR, 
	enabled BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (num)
);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > (SELECT upto FROM job_texts_indexed) + 500 BEGIN INSERT INTO job_trigrams (rowid, folded) SELECT num, folded FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed) AND num < NEW.num; UPDATE job_texts_indexed SET upto = NEW.num - 1; END;
CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded AND OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE INDEX ix_video_transcripts_analysis_id ON video_transcripts (analysis_id);
CREATE INDEX ix_video_transcripts_key ON video_transcripts ("key");
CREATE INDEX ix_scene_subtitles_transcript_id ON scene_subtitles (transcript_id);
CREATE UNIQUE INDEX ix_webhooks_id ON webhooks (id);
CREATE UNIQUE INDEX ix_deliveries_id ON deliveries (id);
CREATE INDEX ix_deliveries_job_id ON deliveries (job_id);
CREATE INDEX ix_deliveries_webhook_num ON deliveries (webhook_id, num);
CREATE INDEX ix_deliveries_next ON deliveries (next_ms) WHERE next_ms IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
